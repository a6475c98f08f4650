import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { sessionName } from "#lib/aws/session-name.ts";
import { recheckConnection } from "#lib/connections/checks/submit-role-arn.ts";
import { accepted, correctTrust, endOf, type Portal, startPortal, trust } from "#lib/connections/testing/portal.ts";
import { listLogGroups } from "#lib/logs/groups/list-log-groups.ts";
import { REGION, templateTrust, type VerifiedConnection, verifiedConnection } from "#lib/logs/testing/proven-connection.ts";
import { type Sandbox, startSandbox } from "#sandbox/start-sandbox.ts";
import { openLogReader } from "./open-log-reader.ts";

let sandbox: Sandbox;
let portal: Portal;
let actor: CustomerActor;
let connection: VerifiedConnection;
let mark: number;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
  portal = await startPortal(sandbox);
});
afterAll(async () => {
  await portal.close();
  await sandbox.close();
});
beforeEach(async () => {
  sandbox.state.faults.clear();
  actor = await portal.newOwner();
  connection = await verifiedConnection(portal, sandbox.state.iam, actor);
  mark = sandbox.state.callLog.last;
});

const open = (who = actor) => openLogReader(who, portal.deployment, connection.connectionId, REGION, "search");
const trusts = (policy: string) => sandbox.state.iam.updateAssumeRolePolicy(connection.accountId, connection.roleName, policy);
const pseudonym = (who = actor) => sessionName(portal.env.authSecret, "user", [who.customerId, who.userId]);
async function colleague(): Promise<CustomerActor> {
  return { ...actor, userId: await arrangeMember(portal.db.pool("owner"), actor.customerId) };
}

/** What was sent to the role since the last time this was asked, in order: the source identity, or "none". */
function sent(): readonly [sent: unknown, outcome: string][] {
  const calls = sandbox.state.callLog.since(mark).filter(({ action, roleArn }) => action === "AssumeRole" && roleArn === connection.arn);
  mark = sandbox.state.callLog.last;
  return calls.map(({ parameters, outcome }) => [parameters["SourceIdentity"] ?? "none", outcome]);
}

async function auditOfReads(): Promise<readonly { event: string; ids: Record<string, string> }[]> {
  const text = "select event, ids from audit_events where chain = $1 and event like 'logs.%' order by seq";
  return (await portal.db.pool("owner").query(text, [actor.customerId])).rows;
}

test("a role that refuses both ways is refused as ever, and nothing is learned from it about source identities", async () => {
  trusts(trust({ StringEquals: { "sts:ExternalId": "sp-00000000-0000-4000-8000-000000000000" } }));
  expect(await open()).toMatchObject({ ok: false, code: "unavailable", message: expect.stringMatching(/no longer allows access/) });
  expect(sent()).toEqual([
    [pseudonym(), "AccessDenied"],
    ["none", "AccessDenied"],
  ]);
  trusts(templateTrust(connection.externalId));
  await endOf(await recheckConnection(actor, portal.deployment, connection.connectionId));
  sent();
  accepted(await open());
  expect(sent()).toEqual([[pseudonym(), "ok"]]);
});

test.each([
  ["throttle", "limited"],
  ["5xx", "unavailable"],
  ["reset", "unavailable"],
  ["expired-token", "unavailable"],
  ["html-200", "unavailable"],
] as const)("STS that answers with %s is not asked without a source identity, and nothing is learned", async (fault, code) => {
  sandbox.state.faults.add({ service: "sts", fault, match: {} });
  expect(await open()).toMatchObject({ ok: false, code });
  expect(new Set(sent().map(([identity]) => identity))).toEqual(new Set([pseudonym()]));
  sandbox.state.faults.clear();
  accepted(await open());
  expect(sent()).toEqual([[pseudonym(), "ok"]]);
});

test("a second call without an answer proves nothing: the next opening sets a source identity again", async () => {
  trusts(correctTrust(connection.externalId));
  sandbox.state.faults.add({ service: "sts", fault: "expired-token", match: { nth: 2 } });
  expect(await open()).toMatchObject({ ok: false, message: expect.stringMatching(/the portal’s own credentials/) });
  expect(sent().map(([identity]) => identity)).toEqual([pseudonym(), "none"]);
  sandbox.state.faults.clear();
  accepted(await open());
  expect(sent().map(([identity]) => identity)).toEqual([pseudonym(), "none"]);
});

test("a role that does not let us set one is read with one more call, the first time alone, whoever reads", async () => {
  trusts(correctTrust(connection.externalId));
  accepted(await open());
  expect(sent()).toEqual([
    [pseudonym(), "AccessDenied"],
    ["none", "ok"],
  ]);
  accepted(await open(await colleague()));
  expect(sent()).toEqual([["none", "ok"]]);
});

test("each of the two calls has its own audit rows, which say what was sent", async () => {
  trusts(correctTrust(connection.externalId));
  accepted(await open());
  const rows = await auditOfReads();
  const asked = { connection: connection.connectionId, for: "search", session: pseudonym() };
  expect(rows).toMatchObject([
    { event: "logs.opened", ids: { ...asked, source_identity: pseudonym() } },
    { event: "logs.answered", ids: { call: rows[0]?.ids["call"], got: "denied", request: expect.any(String) } },
    { event: "logs.opened", ids: { ...asked, instead_of: rows[0]?.ids["call"] } },
    { event: "logs.answered", ids: { call: rows[2]?.ids["call"], got: "granted", request: expect.any(String) } },
  ]);
  expect(rows[2]?.ids).not.toHaveProperty("source_identity");
});

test("without its own committed audit row the second call is not made", async () => {
  trusts(correctTrust(connection.externalId));
  const admin = portal.db.pool("admin");
  await admin.query("alter table audit_events add constraint no_second check (not ids ? 'instead_of') not valid");
  try {
    await expect(open()).rejects.toThrow();
  } finally {
    await admin.query("alter table audit_events drop constraint no_second");
  }
  expect(sent()).toEqual([[pseudonym(), "AccessDenied"]]);
});

test("where the role lets us, the session itself carries the pseudonym: its own policies see it", async () => {
  const Condition = { StringEquals: { "aws:SourceIdentity": pseudonym() } };
  const Statement = [{ Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*", Condition }];
  const { accountId, roleName } = connection;
  sandbox.state.iam.putRolePolicy(accountId, roleName, "read-logs", JSON.stringify({ Version: "2012-10-17", Statement }));
  const query = { connectionId: connection.connectionId, region: REGION, search: "", nextToken: null };
  expect(accepted(await listLogGroups(accepted(await open()), query, REGION)).groups.length).toBeGreaterThan(0);
  expect(sent()).toEqual([[pseudonym(), "ok"]]);
  const [asked] = await auditOfReads();
  expect(asked?.ids).toMatchObject({ session: pseudonym(), source_identity: pseudonym() });
  expect(await listLogGroups(accepted(await open(await colleague())), query, REGION)).toMatchObject({ ok: false });
});

test("a role that let us once and no longer does is still read, with one more call", async () => {
  accepted(await open());
  expect(sent()).toEqual([[pseudonym(), "ok"]]);
  trusts(correctTrust(connection.externalId));
  const other = await colleague();
  accepted(await open(other));
  expect(sent()).toEqual([
    [pseudonym(other), "AccessDenied"],
    ["none", "ok"],
  ]);
});

test("both calls are paid for from the portal's calls to STS", async () => {
  trusts(correctTrust(connection.externalId));
  const db = portal.db.pool("owner");
  const paidUntil = async () =>
    (await db.query("select extract(epoch from paid_until) as at from sts_regions where region = $1", [REGION])).rows[0].at;
  await db.query("update sts_regions set paid_until = clock_timestamp() + interval '50 ms' where region = $1", [REGION]);
  const before = await paidUntil();
  accepted(await open());
  expect((await paidUntil()) - before).toBeCloseTo(2 / portal.env.stsCallsPerSecond, 4);
});

test("a verification sets neither source identity nor tags, and makes no call more, for a role that was named in reads", async () => {
  accepted(await open());
  sent();
  const before = sandbox.state.callLog.last;
  await endOf(await recheckConnection(actor, portal.deployment, connection.connectionId));
  expect(sent()).toEqual([["none", "ok"], ...Array(5).fill(["none", "AccessDenied"]), ["none", "ok"]]);
  const calls = sandbox.state.callLog.since(before).filter(({ action }) => action === "AssumeRole");
  expect(
    calls.flatMap(({ parameters }) => Object.keys(parameters)).filter((name) => /^(SourceIdentity|Tags|TransitiveTagKeys)/.test(name)),
  ).toEqual([]);
});
