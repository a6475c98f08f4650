import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { beforeEach, expect, test } from "vitest";
import { arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { sessionName } from "#lib/aws/role-session.ts";
import { recheckConnection } from "#lib/connections/checks/run-requests.ts";
import { accepted, correctTrust, endOf, type Portal, trust } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { listLogGroups } from "#lib/logs/groups/list-log-groups.ts";
import { REGION, templateTrust, type VerifiedConnection, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { openLogReader } from "./open-log-reader.ts";

let sandbox: Sandbox;
let portal: Portal;
let actor: CustomerActor;
let connection: VerifiedConnection;
let mark: number;

portalForFile((made) => {
  ({ sandbox, portal } = made);
});
beforeEach(async () => {
  actor = await portal.newOwner();
  connection = await verifiedConnection(portal, sandbox.state.iam, actor);
  mark = sandbox.state.callLog.last;
});

const open = (who = actor) => openLogReader(who, portal.context, connection.connectionId, REGION, "search");
const trusts = (policy: string) => sandbox.state.iam.updateAssumeRolePolicy(connection.accountId, connection.roleName, policy);
const pseudonym = (who = actor) => sessionName(portal.env.authSecret, "user", [who.customerId, who.userId]);
async function colleague(): Promise<CustomerActor> {
  return { ...actor, userId: await arrangeMember(portal.db.pool("owner"), actor.customerId) };
}

/** The source identities of the calls to the role since the last call of this function, in order; "none" for a call without one. */
function sent(): readonly [sent: unknown, outcome: string][] {
  const calls = sandbox.state.callLog.since(mark).filter(({ action, roleArn }) => action === "AssumeRole" && roleArn === connection.arn);
  mark = sandbox.state.callLog.last;
  return calls.map(({ parameters, outcome }) => [parameters["SourceIdentity"] ?? "none", outcome]);
}

async function auditOfReads(): Promise<readonly { event: string; attributes: Record<string, string> }[]> {
  const text = "select event, attributes from audit_events where chain = $1 and event like 'logs.%' order by seq";
  return (await portal.db.pool("owner").query(text, [actor.customerId])).rows;
}

test("a role that denies both calls is a normal denial, and nothing is remembered about source identities", async () => {
  trusts(trust({ StringEquals: { "sts:ExternalId": "sp-00000000-0000-4000-8000-000000000000" } }));
  expect(await open()).toMatchObject({ ok: false, code: "unavailable", message: expect.stringMatching(/no longer allows access/) });
  expect(sent()).toEqual([
    [pseudonym(), "AccessDenied"],
    ["none", "AccessDenied"],
  ]);
  trusts(templateTrust(connection.externalId));
  await endOf(await recheckConnection(actor, portal.context, connection.connectionId));
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
] as const)("after the STS error %s there is no call without a source identity, and nothing is remembered", async (fault, code) => {
  sandbox.state.faults.add({ service: "sts", fault, match: {} });
  expect(await open()).toMatchObject({ ok: false, code });
  expect(new Set(sent().map(([identity]) => identity))).toEqual(new Set([pseudonym()]));
  sandbox.state.faults.clear();
  accepted(await open());
  expect(sent()).toEqual([[pseudonym(), "ok"]]);
});

test("a second call without an answer is not remembered: the next call sets a source identity again", async () => {
  trusts(correctTrust(connection.externalId));
  sandbox.state.faults.add({ service: "sts", fault: "expired-token", match: { nth: 2 } });
  expect(await open()).toMatchObject({ ok: false, message: expect.stringMatching(/the portal’s credentials/) });
  expect(sent().map(([identity]) => identity)).toEqual([pseudonym(), "none"]);
  sandbox.state.faults.clear();
  accepted(await open());
  expect(sent().map(([identity]) => identity)).toEqual([pseudonym(), "none"]);
});

test("a role that does not allow a source identity needs one more call, only the first time, for all readers", async () => {
  trusts(correctTrust(connection.externalId));
  accepted(await open());
  expect(sent()).toEqual([
    [pseudonym(), "AccessDenied"],
    ["none", "ok"],
  ]);
  accepted(await open(await colleague()));
  expect(sent()).toEqual([["none", "ok"]]);
});

test("each of the two calls has its own audit rows with what was sent", async () => {
  trusts(correctTrust(connection.externalId));
  accepted(await open());
  const rows = await auditOfReads();
  const asked = { connection: connection.connectionId, for: "search", session: pseudonym() };
  expect(rows).toMatchObject([
    { event: "logs.opened", attributes: { ...asked, source_identity: pseudonym() } },
    { event: "logs.answered", attributes: { call: rows[0]?.attributes["call"], got: "denied", request: expect.any(String) } },
    { event: "logs.opened", attributes: { ...asked, instead_of: rows[0]?.attributes["call"] } },
    { event: "logs.answered", attributes: { call: rows[2]?.attributes["call"], got: "allowed", request: expect.any(String) } },
  ]);
  expect(rows[2]?.attributes).not.toHaveProperty("source_identity");
});

test("the second call is not made without its own committed audit row", async () => {
  trusts(correctTrust(connection.externalId));
  const admin = portal.db.pool("admin");
  await admin.query("alter table audit_events add constraint no_second check (not attributes ? 'instead_of') not valid");
  try {
    await expect(open()).rejects.toThrow();
  } finally {
    await admin.query("alter table audit_events drop constraint no_second");
  }
  expect(sent()).toEqual([[pseudonym(), "AccessDenied"]]);
});

test("where the role allows it, the session has the pseudonym as its source identity, visible to policies", async () => {
  const Condition = { StringEquals: { "aws:SourceIdentity": pseudonym() } };
  const Statement = [{ Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*", Condition }];
  const { accountId, roleName } = connection;
  sandbox.state.iam.putRolePolicy(accountId, roleName, "read-logs", JSON.stringify({ Version: "2012-10-17", Statement }));
  const query = { connectionId: connection.connectionId, region: REGION, search: "", nextToken: null };
  expect(accepted(await listLogGroups(accepted(await open()), query, REGION)).groups.length).toBeGreaterThan(0);
  expect(sent()).toEqual([[pseudonym(), "ok"]]);
  const [asked] = await auditOfReads();
  expect(asked?.attributes).toMatchObject({ session: pseudonym(), source_identity: pseudonym() });
  expect(await listLogGroups(accepted(await open(await colleague())), query, REGION)).toMatchObject({ ok: false });
});

test("a role that no longer allows a source identity is still read, with one more call", async () => {
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

test("both calls count against the portal's rate limit for STS", async () => {
  trusts(correctTrust(connection.externalId));
  const db = portal.db.pool("owner");
  const paidUntil = async () =>
    (await db.query("select extract(epoch from paid_until) as at from sts_regions where region = $1", [REGION])).rows[0].at;
  await db.query("update sts_regions set paid_until = clock_timestamp() + interval '50 ms' where region = $1", [REGION]);
  const before = await paidUntil();
  accepted(await open());
  expect((await paidUntil()) - before).toBeCloseTo(2 / portal.env.stsCallsPerSecond, 4);
});

test("a verification sets neither a source identity nor tags and makes no additional call, also for a role that reads used with one", async () => {
  accepted(await open());
  sent();
  const before = sandbox.state.callLog.last;
  await endOf(await recheckConnection(actor, portal.context, connection.connectionId));
  expect(sent()).toEqual([["none", "ok"], ...Array(5).fill(["none", "AccessDenied"]), ["none", "ok"]]);
  const calls = sandbox.state.callLog.since(before).filter(({ action }) => action === "AssumeRole");
  expect(
    calls.flatMap(({ parameters }) => Object.keys(parameters)).filter((name) => /^(SourceIdentity|Tags|TransitiveTagKeys)/.test(name)),
  ).toEqual([]);
});
