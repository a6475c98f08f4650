import { afterAll, beforeAll, expect, test } from "vitest";
import { type ScriptedSts, startScriptedSts } from "#lib/aws/testing/scripted-sts.ts";
import { CORRECT_ID } from "#lib/verification/testing/scripted-run.ts";
import { verifyAtTerminal } from "./verify.ts";

const ROLE = "arn:aws:iam::222222222222:role/any";
const about = (roleArn: string, ...more: readonly string[]) => ["--role-arn", roleArn, "--external-id", CORRECT_ID, ...more];
const ENVIRONMENT: Record<string, string> = {
  ALLOW_CUSTOM_AWS_ENDPOINTS: "true",
  AWS_REGION: "eu-central-1",
  PARTNER_ACCOUNT_IDS: "999999999999, 888888888888",
};

let sts: ScriptedSts;
beforeAll(async () => {
  sts = await startScriptedSts(() => ({ kind: "allowed" }));
  ENVIRONMENT["AWS_ENDPOINT_URL"] = sts.url;
});
afterAll(() => sts.close());

// Each ends with exit status 64 and a message on stderr, and nothing is sent.
test.each<[string, readonly string[], Record<string, string>, RegExp]>([
  ["no arguments", [], {}, /^usage:/],
  ["no External ID", ["--role-arn", ROLE], {}, /^usage:/],
  ["an unknown option", about(ROLE, "--frobnicate"), {}, /frobnicate/],
  ["an empty External ID", ["--role-arn", ROLE, "--external-id", ""], {}, /--external-id must/],
  ["an External ID of one character", ["--role-arn", ROLE, "--external-id", "x"], {}, /--external-id must/],
  ["an External ID with a space", ["--role-arn", ROLE, "--external-id", "a b"], {}, /--external-id must/],
  ["the ARN of a session", about("arn:aws:sts::222222222222:assumed-role/any/x"), {}, /session/],
  ["an ARN with a space before it", about(` ${ROLE}`), {}, /a space/],
  ["a role in an account of the partner", about("arn:aws:iam::999999999999:role/any"), {}, /an account of the partner/],
  ["another partition's role", about("arn:aws-cn:iam::222222222222:role/any"), {}, /a different partition/],
  ["an unknown region", about(ROLE, "--region", "evil.com#"), {}, /not a known AWS Region/],
  ["a wait that is not a number", about(ROLE, "--wait", "soon"), {}, /--wait/],
  ["an endpoint without ALLOW_CUSTOM_AWS_ENDPOINTS", about(ROLE), { ALLOW_CUSTOM_AWS_ENDPOINTS: "" }, /ALLOW_CUSTOM_AWS_ENDPOINTS/],
  ["an endpoint on another machine", about(ROLE), { AWS_ENDPOINT_URL_STS: "http://10.0.0.1" }, /this machine/],
  ["only one canary role", about(ROLE), { AWS_CANARY_OPEN_ROLE_ARN: ROLE }, /Set both/],
  ["a role in the second account of the partner", about("arn:aws:iam::888888888888:role/any"), {}, /an account of the partner/],
  ["both a role and a policy", about(ROLE, "--trust-policy", "policy.json"), {}, /^usage:/],
  [
    "a role in the canary account",
    about(ROLE),
    { AWS_CANARY_OPEN_ROLE_ARN: ROLE, AWS_CANARY_CLOSED_ROLE_ARN: ROLE },
    /an account of the partner/,
  ],
])("rejects %s", async (_name, args, environment, message) => {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  expect(await verifyAtTerminal(args, { ...ENVIRONMENT, ...environment }, terminal)).toBe(64);
  expect(out).toEqual([]);
  expect(err.join("\n")).toMatch(message);
  expect(sts.seen).toEqual([]);
});

test.each([["--help"], ["-h"], ["--help", "--json"]])("%s prints the usage, sends nothing and exits with 0", async (...args) => {
  const out: string[] = [];
  const terminal = { out: (line: string) => void out.push(line), err: expect.unreachable };
  expect(await verifyAtTerminal(args, ENVIRONMENT, terminal)).toBe(0);
  expect(out.join("\n")).toMatch(
    /^usage: [\s\S]*--trust-policy[\s\S]*0 secure, 1 not secure, 2 access denied, 3 inconclusive, 64 bad usage/,
  );
  expect(sts.seen).toEqual([]);
});
