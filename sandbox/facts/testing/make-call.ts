import { expect } from "vitest";
import { type Keys, TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { callAws, type Reply } from "./call-aws.ts";
import { expandParameters, type FactContext } from "./expand-parameters.ts";
import { type Fact, type FactCall, type FactFile, setupOf } from "./fact.ts";
import { FACT_NAMES, FACT_REGION } from "./names.ts";

/** Makes the calls before the call of a fact. The account must have nothing but the seeded resources. */
export async function setUp(url: string, file: FactFile, fact: Fact): Promise<FactContext> {
  const answers: unknown[] = [];
  const context: FactContext = { names: FACT_NAMES, answers, now: Date.now() };
  for (const step of setupOf(file, fact)) {
    const reply = await makeCall(url, step, context);
    expect(reply, `setup: ${step[0]}`).toMatchObject({ status: 200 });
    answers.push(reply.body);
  }
  return context;
}

export async function makeCall(url: string, [operation, parameters, as]: FactCall, context: FactContext): Promise<Reply> {
  const input = expandParameters(parameters, context) as Record<string, unknown>;
  return callAws({ url, region: FACT_REGION }, keysOf(as, context), operation, input);
}

/** The keys of a caller of a fact. */
export function keysOf(as: FactCall[2] = "administrator", { answers }: FactContext): Keys {
  if (as === "administrator") return TEST_KEYS.acme;
  if (as === "other") return TEST_KEYS.globex;
  if (as === "partner") return TEST_KEYS.partner;
  const { Credentials } = answers[as] as { Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string } };
  return { accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretAccessKey, sessionToken: Credentials.SessionToken };
}
