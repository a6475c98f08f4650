import { afterEach, beforeEach, expect, test } from "vitest";
import { Secret } from "#kernel/secret.ts";
import { type AssumeRoleRequest, assumeRole } from "#lib/aws/assume-role.ts";
import { type AwsClients, createAwsClients } from "#lib/aws/aws-clients.ts";
import { sessionName } from "#lib/aws/role-session.ts";
import { type ScriptedReply, type ScriptedSts, startScriptedSts } from "#lib/aws/testing/scripted-sts.ts";
import { DENIED, GRANTED, OUTSIDE, role } from "#lib/verification/testing/scripted-run.ts";
import { createPrincipalSessions, type PrincipalSessions, unlessStopped } from "./ask-probe.ts";

const SECOND = role("arn:aws:iam::999999999999:role/second");
const name = sessionName(new Secret("key"), "run", ["1"]);

let sts: ScriptedSts;
let clients: AwsClients;
let sessions: PrincipalSessions;
let reply: ScriptedReply;
let now: number;

beforeEach(async () => {
  process.env["AWS_ACCESS_KEY_ID"] = "AKIATEST";
  process.env["AWS_SECRET_ACCESS_KEY"] = "test-secret";
  reply = GRANTED;
  now = Date.now();
  sts = await startScriptedSts(() => reply);
  clients = createAwsClients({ region: "eu-central-1", partition: "aws", allowCustomEndpoints: true, endpoints: { sts: sts.url } });
  const assume = (request: AssumeRoleRequest) => assumeRole(clients, request);
  sessions = createPrincipalSessions({ assume, clock: { now: () => new Date(now), wait: async () => undefined }, sessionName: name });
});
afterEach(async () => {
  clients.close();
  await sts.close();
});

test("a role of the partner that denies the portal has no session, and is asked again the next time", async () => {
  reply = DENIED;
  expect(await sessions(OUTSIDE)).toEqual({ kind: "inconclusive" });
  reply = GRANTED;
  expect(await sessions(OUTSIDE)).toMatchObject({ kind: "session", session: { accountId: "444444444444" } });
  expect(sts.seen).toHaveLength(2);
});

test("the session of a role of the partner can only call AssumeRole, for an hour, and needs no External ID", async () => {
  await sessions(OUTSIDE);
  expect(sts.seen).toMatchObject([{ roleArn: OUTSIDE, externalId: undefined, sessionName: name, durationSeconds: 3600 }]);
  expect(JSON.parse(sts.seen[0]?.policy ?? "")).toEqual({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
  });
});

test("a session is used again until two minutes before it expires, each role its own", async () => {
  const first = await sessions(OUTSIDE);
  if (first.kind !== "session") throw new Error(first.kind);
  now = first.session.expiresAt.getTime() - 120_001;
  expect(await sessions(OUTSIDE)).toEqual(first);
  expect(sts.seen).toHaveLength(1);
  expect(await sessions(SECOND)).toMatchObject({ session: { accountId: "999999999999" } });
  now += 1;
  const renewed = await sessions(OUTSIDE);
  expect(renewed.kind === "session" && renewed.session.id).not.toBe(first.session.id);
  expect(sts.seen.map(({ roleArn }) => roleArn)).toEqual([OUTSIDE, SECOND, OUTSIDE]);
});

test("a throttled call for a session is made a second time, and no third time", async () => {
  reply = { kind: "error", status: 400, code: "Throttling" };
  expect(await sessions(OUTSIDE)).toEqual({ kind: "inconclusive" });
  expect(sts.seen).toHaveLength(2);
});

test("shared work is not waited for when the run has stopped before, or stops in the meantime; its failure is passed on", async () => {
  const never = new Promise<string>(() => undefined);
  expect(await unlessStopped(never, AbortSignal.abort(), "stopped")).toBe("stopped");
  const stop = new AbortController();
  const waited = unlessStopped(never, stop.signal, "stopped");
  stop.abort();
  expect(await waited).toBe("stopped");
  expect(await unlessStopped(Promise.resolve("done"), new AbortController().signal, "stopped")).toBe("done");
  await expect(unlessStopped(Promise.reject(new Error("broken")), new AbortController().signal, "stopped")).rejects.toThrow("broken");
});
