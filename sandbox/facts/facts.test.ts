import { expect, test } from "vitest";
import { type Keys, TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { useSandbox } from "#sandbox/aws/protocol/testing/use-sandbox.ts";
import { factFiles } from "./testing/all-facts.ts";
import { callAws, type Reply } from "./testing/call-aws.ts";
import { expandParameters, type FactContext } from "./testing/expand-parameters.ts";
import { type Fact, type FactCall, type FactFile, setupOf } from "./testing/fact.ts";
import { differences } from "./testing/match-answer.ts";
import { FACT_NAMES, FACT_REGION } from "./testing/names.ts";

const { sandbox, control } = useSandbox();

/** Makes the calls of a fact in an account that has nothing but the seeded resources, and returns the answer of the last one. */
async function replyTo(file: FactFile, fact: Fact): Promise<{ reply: Reply; context: FactContext }> {
  await control("POST", "reset");
  const answers: unknown[] = [];
  const context: FactContext = { names: FACT_NAMES, answers, now: Date.now() };
  for (const step of setupOf(file, fact)) {
    const reply = await make(step, context);
    expect(reply, `setup: ${step[0]}`).toMatchObject({ status: 200 });
    answers.push(reply.body);
  }
  return { reply: await make(fact.call, context), context };
}

async function make([operation, parameters, as = "administrator"]: FactCall, context: FactContext): Promise<Reply> {
  const input = expandParameters(parameters, context) as Record<string, unknown>;
  return callAws({ url: sandbox().url, region: FACT_REGION }, keysOf(as, context), operation, input);
}

function keysOf(as: NonNullable<FactCall[2]>, { answers }: FactContext): Keys {
  if (as === "administrator") return TEST_KEYS.acme;
  if (as === "other") return TEST_KEYS.globex;
  if (as === "partner") return TEST_KEYS.partner;
  const { Credentials } = answers[as] as { Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string } };
  return { accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretAccessKey, sessionToken: Credentials.SessionToken };
}

const all = factFiles.flatMap(({ name, file }) => file.facts.map((fact) => ({ name, file, fact, title: fact.title })));

test.each(all)("$name: $title", async ({ file, fact }) => {
  const { reply, context } = await replyTo(file, fact);
  const { status, code, message, has, fields } = expandParameters(fact.answer, context) as Fact["answer"];
  expect({ status: reply.status, code: reply.code }, reply.message).toEqual({ status, code });
  if (message !== undefined) expect(reply.message).toBe(message);
  if (has !== undefined) expect(reply.message).toContain(has);
  if (fields !== undefined) expect(differences(fields, reply.body)).toEqual([]);
});

test("there are at least 500 facts; each has a source, and no two have the same title", () => {
  expect(all.length).toBeGreaterThanOrEqual(500);
  const titles = all.map(({ name, title }) => `${name}: ${title}`);
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
  const sources = all.map(({ file, fact, title }) => [title, file.sources[fact.source]]);
  expect(sources.filter(([, source]) => !/^https:\/\/\S+$/.test(source ?? ""))).toEqual([]);
});
