import { afterEach, beforeEach, expect, test } from "vitest";
import { getCallerIdentity } from "./assume-role.ts";
import { type AwsClients, createAwsClients } from "./aws-clients.ts";
import { BAD_STS_REPLIES } from "./testing/bad-sts-replies.ts";
import { type ScriptedReply, type ScriptedSts, startScriptedSts } from "./testing/scripted-sts.ts";

const ARN = "arn:aws:sts::222222222222:assumed-role/logs/sp-x";
const IDENTITY = { kind: "identity", arn: ARN, accountId: "222222222222" } as const;

let sts: ScriptedSts;
let clients: AwsClients;
let reply: ScriptedReply;

beforeEach(async () => {
  process.env["AWS_ACCESS_KEY_ID"] = "AKIATEST";
  process.env["AWS_SECRET_ACCESS_KEY"] = "test-secret";
  reply = IDENTITY;
  sts = await startScriptedSts(() => reply);
  clients = createAwsClients({ region: "eu-central-1", partition: "aws", allowCustomEndpoints: true, endpoints: { sts: sts.url } });
});
afterEach(async () => {
  clients.close();
  await sts.close();
});

test.each(["Arn", "UserId", "Account"] as const)("an answer without %s is no identity", async (without) => {
  reply = { ...IDENTITY, without };
  expect(await getCallerIdentity(clients, "ourselves")).toEqual({
    kind: "inconclusive",
    why: "malformed",
    code: undefined,
    cause: new Error("the reply to GetCallerIdentity has no identity"),
  });
});

test.each(BAD_STS_REPLIES.filter((bad) => bad.reply.kind === "error"))("$name is no identity", async (bad) => {
  reply = bad.reply;
  // The SDK adds "Exception" to the codes of some errors that it knows.
  const code = expect.stringMatching(bad.reply.kind === "error" ? bad.reply.code : "");
  expect(await getCallerIdentity(clients, "ourselves")).toEqual({ kind: "inconclusive", why: bad.why, code, cause: expect.any(Error) });
});

test("a call that the caller aborts is no identity, and has no answer to wait for", async () => {
  const stop = new AbortController();
  reply = { kind: "silence" };
  const asked = getCallerIdentity(clients, "ourselves", { signal: stop.signal });
  await expect.poll(() => sts.seen.length).toBe(1);
  stop.abort();
  expect(await asked).toMatchObject({ kind: "inconclusive", why: "unreachable" });
});

test("the identity is that of the answer, asked in the given region, or else in the deployment's", async () => {
  expect(await getCallerIdentity(clients, "ourselves", { stsRegion: "us-east-1" })).toEqual({
    kind: "identity",
    accountId: "222222222222",
    arn: ARN,
    userId: "AROATEST0000000000000:x",
  });
  await getCallerIdentity(clients, "ourselves");
  expect(sts.seen).toMatchObject([
    { action: "GetCallerIdentity", region: "us-east-1", accessKeyId: "AKIATEST" },
    { action: "GetCallerIdentity", region: "eu-central-1", accessKeyId: "AKIATEST" },
  ]);
});
