import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parseRoleArn, type RoleArn } from "#kernel/role-arn.ts";
import { Secret } from "#kernel/secret.ts";
import { type AssumeRoleRequest, assumeRole, pauseBeforeRetry } from "./assume-role.ts";
import { type AwsClients, createAwsClients } from "./aws-clients.ts";
import { DENY_EVERYTHING, sessionName } from "./role-session.ts";
import { noExternalId, parseSendableId, type SentExternalId } from "./sent-external-id.ts";
import { BAD_STS_REPLIES } from "./testing/bad-sts-replies.ts";
import { type ScriptedReply, type ScriptedSts, startScriptedSts } from "./testing/scripted-sts.ts";

let sts: ScriptedSts;
let clients: AwsClients;
let script: (nth: number) => ScriptedReply;

beforeEach(async () => {
  process.env["AWS_ACCESS_KEY_ID"] = "AKIATEST";
  process.env["AWS_SECRET_ACCESS_KEY"] = "test-secret";
  script = () => ({ kind: "allowed" });
  sts = await startScriptedSts((_call, nth) => script(nth));
  clients = createAwsClients({ region: "eu-central-1", partition: "aws", allowCustomEndpoints: true, endpoints: { sts: sts.url } });
});

afterEach(async () => {
  clients.close();
  await sts.close();
});

function arn(text: string): RoleArn {
  const parsed = parseRoleArn(text, "aws", []);
  if (parsed.kind === "problem") throw new Error(parsed.problem);
  return parsed.arn;
}

function id(text: string): SentExternalId {
  const parsed = parseSendableId(text);
  if (parsed.kind === "problem") throw new Error(text);
  return parsed;
}

const request = (more: Partial<AssumeRoleRequest> = {}): AssumeRoleRequest => ({
  roleArn: arn("arn:aws:iam::222222222222:role/sallyport/logs"),
  externalId: id("sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5"),
  sessionName: sessionName(new Secret("key"), "run", ["1"]),
  durationSeconds: 900,
  sessionPolicy: DENY_EVERYTHING,
  maxAttempts: 1,
  ...more,
});

describe("throws before the network", () => {
  const absent: readonly unknown[] = [
    undefined,
    null,
    "",
    "sp-1",
    { kind: "id" },
    { kind: "id", value: undefined },
    { kind: "id", value: null },
  ];
  const illFormed = ["", "x", "a b", "a\n", "ä1", "x".repeat(1225), "id&ExternalId=evil"].map((value) => ({ kind: "id", value }));

  test.each([...absent, ...illFormed])("an External ID that is %j", async (bad) => {
    await expect(assumeRole(clients, request({ externalId: bad as SentExternalId }))).rejects.toThrow(TypeError);
    expect(sts.seen).toHaveLength(0);
  });
});

describe("is inconclusive", () => {
  test.each(BAD_STS_REPLIES)("$name", async ({ reply, why }) => {
    script = () => reply;
    const outcome = await assumeRole(clients, request());
    expect(outcome).toMatchObject({ kind: "inconclusive", why });
    expect(sts.seen).toHaveLength(1);
  });

  test("no answer before the caller aborts", async () => {
    const stop = new AbortController();
    script = () => {
      stop.abort();
      return { kind: "silence" };
    };
    const outcome = await assumeRole(clients, request({ signal: stop.signal }));
    expect(outcome).toMatchObject({ kind: "inconclusive", why: "unreachable" });
  });

  test("no server at the address", async () => {
    await sts.close();
    expect(await assumeRole(clients, request())).toMatchObject({ kind: "inconclusive", why: "unreachable" });
  });
});

test("AccessDenied with status 403 and a request ID means denied", async () => {
  script = () => ({ kind: "error", status: 403, code: "AccessDenied" });
  expect(await assumeRole(clients, request())).toEqual({ kind: "denied", requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
});

test("a role with a path is granted, although AWS leaves the path out of the answer", async () => {
  const outcome = await assumeRole(clients, request());
  expect(outcome).toMatchObject({ kind: "allowed", requestId: expect.any(String), stsRegion: "eu-central-1" });
  expect(outcome).toMatchObject({ session: { accountId: "222222222222", roleId: "AROATESTROLE000000001" } });
  expect(sts.seen[0]).toMatchObject({
    externalId: "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5",
    region: "eu-central-1",
    accessKeyId: "AKIATEST",
  });
});

test("sends no ExternalId parameter when there is no External ID", async () => {
  await assumeRole(clients, request({ externalId: noExternalId }));
  expect(sts.seen[0]?.externalId).toBeUndefined();
});

test("sends a source identity only when one is given", async () => {
  const sourceIdentity = sessionName(new Secret("key"), "user", ["1"]);
  await assumeRole(clients, request({ sourceIdentity }));
  await assumeRole(clients, request());
  expect(sts.seen.map((call) => call.sourceIdentity)).toEqual([sourceIdentity, undefined]);
});

test("never prints or serializes credentials", async () => {
  const outcome = await assumeRole(clients, request());
  expect(inspect(outcome, { depth: 9 })).not.toContain("granted-secret");
  expect(() => JSON.stringify(outcome)).toThrow("serialized");
});

test("sends a probe that must be denied only once", async () => {
  script = () => ({ kind: "error", status: 503, code: "ServiceUnavailable" });
  await assumeRole(clients, request({ maxAttempts: 1 }));
  expect(sts.seen).toHaveLength(1);
});

test("retries a call that may succeed when AWS throttles it", async () => {
  script = (nth) => (nth < 3 ? { kind: "error", status: 400, code: "Throttling" } : { kind: "allowed" });
  expect(await assumeRole(clients, request({ maxAttempts: 3 }))).toMatchObject({ kind: "allowed" });
});

test("stops after the last attempt, with a longer pause before each", async () => {
  script = () => ({ kind: "error", status: 503, code: "ServiceUnavailable" });
  expect(await assumeRole(clients, request({ maxAttempts: 3 }))).toMatchObject({ kind: "inconclusive", why: "unreachable" });
  expect(sts.seen).toHaveLength(3);
  expect([1, 2, 3].map((tried) => [pauseBeforeRetry(tried, 0), pauseBeforeRetry(tried, 1)])).toEqual([
    [100, 300],
    [200, 600],
    [400, 1200],
  ]);
});

test("retries neither a denied call nor an error that waiting does not fix", async () => {
  for (const code of ["AccessDenied", "ValidationError"]) {
    script = () => ({ kind: "error", status: 403, code });
    await assumeRole(clients, request({ maxAttempts: 3 }));
  }
  expect(sts.seen).toHaveLength(2);
});

test("does not retry after the caller aborted", async () => {
  const stop = new AbortController();
  script = () => ({ kind: "error", status: 400, code: "Throttling" });
  // The pause after the first answer has a random length.
  vi.spyOn(Math, "random").mockImplementation(() => {
    if (sts.seen.length === 1) stop.abort();
    return 0.5;
  });
  expect(await assumeRole(clients, request({ maxAttempts: 3, signal: stop.signal }))).toMatchObject({ why: "throttled" });
  vi.restoreAllMocks();
  expect(sts.seen).toHaveLength(1);
});

test("reports code, request ID and cause of an inconclusive answer for the log", async () => {
  script = () => ({ kind: "error", status: 403, code: "ExpiredToken" });
  expect(await assumeRole(clients, request())).toMatchObject({ code: "ExpiredToken", requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  script = () => ({ kind: "allowed", roleId: "" });
  expect(await assumeRole(clients, request())).toMatchObject({
    code: undefined,
    requestId: expect.any(String),
    cause: new Error("the reply to AssumeRole was malformed"),
  });
});

test("sends the given role, session name and policy, signed by the given caller, to the given region", async () => {
  const first = await assumeRole(clients, request());
  if (first.kind !== "allowed") throw new Error(first.kind);
  await assumeRole(clients, request({ caller: first.session, stsRegion: "eu-west-1" }));
  const same = { roleArn: request().roleArn, sessionName: request().sessionName, policy: DENY_EVERYTHING };
  expect(sts.seen).toMatchObject([
    { ...same, accessKeyId: "AKIATEST", region: "eu-central-1" },
    { ...same, accessKeyId: "ASIATEST", region: "eu-west-1" },
  ]);
});

test("has no other region to ask from us-east-1, or in another partition", async () => {
  script = () => ({ kind: "error", status: 403, code: "RegionDisabledException" });
  await assumeRole(clients, request({ maxAttempts: 3, stsRegion: "us-east-1" }));
  const china = createAwsClients({ ...clients.settings, region: "cn-north-1", partition: "aws-cn" });
  await assumeRole(china, request({ maxAttempts: 3 }));
  china.close();
  expect(sts.seen.map(({ region }) => region)).toEqual(["us-east-1", "cn-north-1"]);
});

test("asks us-east-1 once when STS is not active in the region, and only for a call that may succeed", async () => {
  script = () => ({ kind: "error", status: 403, code: "RegionDisabledException" });
  expect(await assumeRole(clients, request({ maxAttempts: 3 }))).toMatchObject({ kind: "inconclusive", why: "region-disabled" });
  expect(sts.seen.map(({ region }) => region)).toEqual(["eu-central-1", "us-east-1"]);
  await assumeRole(clients, request({ maxAttempts: 1 }));
  expect(sts.seen).toHaveLength(3);
});

test("returns the region whose STS granted the session", async () => {
  script = (nth) => (nth === 1 ? { kind: "error", status: 403, code: "RegionDisabledException" } : { kind: "allowed" });
  expect(await assumeRole(clients, request({ maxAttempts: 3 }))).toMatchObject({ kind: "allowed", stsRegion: "us-east-1" });
});
