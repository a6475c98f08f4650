import { randomUUID } from "node:crypto";
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { beforeEach, expect, test } from "vitest";
import { arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { ExternalId } from "#kernel/aws/external-id.ts";
import { storedRoleArn } from "#kernel/aws/role-arn.ts";
import { ConnectionId } from "#kernel/ids.ts";
import { NOT_FOUND } from "#kernel/result.ts";
import { assumeRole } from "#lib/aws/assume-role.ts";
import { sessionName, sessionPolicy } from "#lib/aws/role-session.ts";
import { sendableId } from "#lib/aws/sent-external-id.ts";
import { recheckConnection } from "#lib/connections/checks/run-requests.ts";
import { disableConnection, removeConnection } from "#lib/connections/lifecycle/remove-connection.ts";
import { accepted, endOf, type Portal, trust } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { listLogGroups } from "#lib/logs/groups/list-log-groups.ts";
import { EVERYTHING, REGION, recreateRole, type VerifiedConnection, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { openLogReader } from "./open-log-reader.ts";

let sandbox: Sandbox;
let portal: Portal;
let actor: CustomerActor;
let connection: VerifiedConnection;

portalForFile((made) => {
  ({ sandbox, portal } = made);
});
beforeEach(async () => {
  actor = await portal.newOwner();
  connection = await verifiedConnection(portal, sandbox.state.iam, actor);
});

const open = (who = actor, id = connection.connectionId, region = REGION) => openLogReader(who, portal.context, id, region, "search");
const now = () => sandbox.state.callLog.last;
const stsCalls = (since: number) => sandbox.state.callLog.since(since).filter(({ service }) => service === "sts");
async function newestAudit(count: number): Promise<readonly { event: string; actor: string; attributes: Record<string, string> }[]> {
  const text = "select event, actor, attributes from audit_events where chain = $1 order by seq desc limit $2";
  return (await portal.db.pool("owner").query(text, [actor.customerId, count])).rows.toReversed();
}
const everyGroup = { connectionId: "", region: REGION, search: "", nextToken: null };
const refused = (code: string, sentence: RegExp) => ({ ok: false, code, message: expect.stringMatching(sentence) });

async function expectRefusedWithoutCall(result: ReturnType<typeof open>, expected: object, since = now()) {
  expect(await result).toMatchObject(expected);
  expect(stsCalls(since)).toEqual([]);
}

test("another customer's connection and one that never existed give the same error, and AWS is not called", async () => {
  const stranger = await portal.newOwner();
  await expectRefusedWithoutCall(open(stranger), NOT_FOUND);
  await expectRefusedWithoutCall(open(actor, ConnectionId.parse(randomUUID())), NOT_FOUND);
  accepted(await removeConnection(actor, connection.connectionId));
  await expectRefusedWithoutCall(open(), NOT_FOUND);
});

test("a draft is not read", async () => {
  const { connectionId } = await portal.newDraft(actor);
  await expectRefusedWithoutCall(open(actor, connectionId), refused("not-allowed", /not verified yet/));
});

test("a disabled connection is not read, with or without a cached session", async () => {
  accepted(await open());
  accepted(await disableConnection(actor, connection.connectionId));
  await expectRefusedWithoutCall(open(), refused("not-allowed", /is disabled\. To enable it, an owner/));
});

test("a suspended customer reads nothing, with or without a cached session", async () => {
  accepted(await open());
  await portal.meanwhile("update customers set suspended_at = now() where id = $1", [actor.customerId]);
  await expectRefusedWithoutCall(open(), refused("not-allowed", /access is suspended/));
});

test("a quarantined connection is not read, with or without a cached session, and a read in progress stops", async () => {
  const reader = accepted(await open());
  expect(await reader.stillReadable()).toBe(true);
  sandbox.state.iam.updateAssumeRolePolicy(connection.accountId, connection.roleName, trust());
  expect((await endOf(await recheckConnection(actor, portal.context, connection.connectionId))).run.verdict).toBe("not-secure");
  await expectRefusedWithoutCall(
    open(),
    refused("not-allowed", /quarantined because its role can be assumed without the correct External ID/),
  );
  expect(await reader.stillReadable()).toBe(false);
});

test("a region that the connection does not include is refused before AWS is called", async () => {
  await expectRefusedWithoutCall(open(actor, connection.connectionId, "us-east-1"), refused("invalid", /in that Region/));
});

test("without a committed audit row the role is not assumed", async () => {
  const before = now();
  const admin = portal.db.pool("admin");
  await admin.query("revoke execute on function append_audit(text, text, text, jsonb) from sp_app");
  await expect(open()).rejects.toThrow();
  await admin.query("grant execute on function append_audit(text, text, text, jsonb) to sp_app");
  expect(stsCalls(before)).toEqual([]);
});

test("while the audit row is not yet written the role is not assumed", async () => {
  const before = now();
  const admin = await portal.db.pool("admin").connect();
  await admin.query("begin");
  await admin.query("select from audit_heads where chain = $1 for update", [actor.customerId]);
  const opening = open();
  const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and usename = 'sp_app'";
  while ((await admin.query(waiting)).rowCount === 0);
  expect(stsCalls(before)).toEqual([]);
  await admin.query("commit");
  admin.release();
  accepted(await opening);
  expect(stsCalls(before)).toHaveLength(1);
});

test("the role is assumed by its stored ARN, with this connection's External ID, a session policy and a session name, and audited", async () => {
  const before = now();
  accepted(await open());
  const calls = stsCalls(before);
  expect(calls).toMatchObject([{ action: "AssumeRole", roleArn: connection.arn, externalId: connection.externalId }]);
  expect(calls[0]?.sessionName).toBe(sessionName(portal.env.authSecret, "user", [actor.customerId, actor.userId]));
  expect(calls[0]?.parameters["Policy"]).toBe(sessionPolicy("browse", "aws", connection.accountId));
  expect(calls[0]?.parameters["DurationSeconds"]).toBe("3600");
  expect(calls[0]?.parameters["SourceIdentity"]).toBe(calls[0]?.sessionName);
  const asked = { connection: connection.connectionId, calls: "assume-role", for: "search", session: calls[0]?.sessionName };
  const answer = { connection: connection.connectionId, got: "allowed", request: calls[0]?.requestId, region: REGION };
  const rows = await newestAudit(2);
  expect(rows).toMatchObject([
    { event: "logs.opened", actor: `user:${actor.userId}`, attributes: asked },
    { event: "logs.answered", actor: `user:${actor.userId}`, attributes: { ...answer, role: expect.stringMatching(/^AROA/) } },
  ]);
  expect(rows[1]?.attributes["call"]).toBe(rows[0]?.attributes["call"]);
});

test("a role that was recreated with the same ARN is refused, because it is another role", async () => {
  recreateRole(sandbox.state.iam, connection);
  expect(await open()).toMatchObject(refused("unavailable", /deleted and recreated/));
});

test("a role that no longer trusts the portal gives an error that says so", async () => {
  const elsewhere = trust({ StringEquals: { "sts:ExternalId": "sp-00000000-0000-4000-8000-000000000000" } });
  sandbox.state.iam.updateAssumeRolePolicy(connection.accountId, connection.roleName, elsewhere);
  expect(await open()).toMatchObject(refused("unavailable", /no longer allows access/));
});

test.each([
  ["throttle", "limited", /AWS throttled the request.*Your role is not the cause/],
  ["5xx", "unavailable", /AWS did not respond in time.*Your role is not the cause/],
  ["reset", "unavailable", /did not respond in time/],
  ["expired-token", "unavailable", /the portal’s credentials/],
  ["html-200", "unavailable", /did not come from AWS/],
  ["other-role-200", "unavailable", /(credentials for a different role|did not come from AWS)/],
] as const)(
  "the STS error %s is distinguished from a denial by the customer's role, and nothing is cached",
  async (fault, code, sentence) => {
    sandbox.state.faults.add({ service: "sts", fault, match: {} });
    expect(await open()).toMatchObject(refused(code, sentence));
    sandbox.state.faults.clear();
    const before = now();
    accepted(await open());
    expect(stsCalls(before)).toHaveLength(1);
  },
);

test("a cached session needs no call and belongs to one person", async () => {
  accepted(await open());
  const before = now();
  await Promise.all(Array.from({ length: 20 }, async () => accepted(await open())));
  expect(stsCalls(before)).toEqual([]);
  const colleague: CustomerActor = { ...actor, userId: await arrangeMember(portal.db.pool("owner"), actor.customerId) };
  accepted(await open(colleague));
  expect(stsCalls(before)).toMatchObject([{ roleArn: connection.arn, externalId: connection.externalId }]);
});

test("a session that AWS no longer accepts is dropped, so that the next read assumes the role again", async () => {
  const reader = accepted(await open());
  sandbox.state.faults.add({ service: "logs", fault: "expired-token", match: {}, times: 1 });
  expect(await listLogGroups(reader, everyGroup, REGION)).toMatchObject(refused("unavailable", /did not accept the session/));
  const before = now();
  accepted(await listLogGroups(accepted(await open()), everyGroup, REGION));
  expect(stsCalls(before)).toHaveLength(1);
});

test("two customers who read at the same time stay separate: each log group is read only with its own role", async () => {
  const globex = await portal.newOwner();
  const theirs = await verifiedConnection(portal, sandbox.state.iam, globex, { accountId: "333333333333" });
  const sides = [
    { who: actor, mine: connection, group: `/app/${randomUUID()}` },
    { who: globex, mine: theirs, group: `/app/${randomUUID()}` },
  ];
  for (const { mine, group } of sides)
    sandbox.state.logs.createGroup({ accountId: mine.accountId, region: REGION }, { logGroupName: group });
  const before = now();
  await Promise.all(
    Array.from({ length: 200 }, async (_, n) => {
      const { who, mine, group } = sides[n % 2] as (typeof sides)[number];
      const reader = accepted(await open(who, mine.connectionId));
      const { groups } = accepted(await listLogGroups(reader, { ...everyGroup, search: group }, REGION));
      expect(groups.map(({ name }) => name)).toEqual([group]);
    }),
  );
  const reads = sandbox.state.callLog.since(before).filter(({ service }) => service === "logs");
  expect(reads).toHaveLength(200);
  for (const { mine, group } of sides) {
    const callers = new Set(reads.filter(({ parameters }) => parameters["logGroupNamePattern"] === group).map((read) => read.callerArn));
    expect([...callers]).toEqual([expect.stringContaining(`:${mine.accountId}:assumed-role/${mine.roleName}/`)]);
  }
  expect(stsCalls(before)).toHaveLength(2);
});

test("with an administrator's role the session can only read logs", async () => {
  const { connectionId, externalId, arn } = await verifiedConnection(portal, sandbox.state.iam, actor, { permissions: EVERYTHING });
  const before = now();
  const reader = accepted(await open(actor, connectionId));
  expect(accepted(await listLogGroups(reader, everyGroup, REGION)).groups.length).toBeGreaterThan(0);
  const session = await assumeRole(portal.context.aws, {
    roleArn: storedRoleArn(arn),
    externalId: { kind: "id", value: sendableId(ExternalId.parse(externalId)) },
    sessionName: sessionName(portal.env.authSecret, "user", []),
    durationSeconds: 900,
    sessionPolicy: String(stsCalls(before)[0]?.parameters["Policy"]),
    maxAttempts: 1,
  });
  if (session.kind !== "allowed") throw new Error("the role did not open");
  const logs = portal.context.aws.logs(session.session, REGION);
  const logGroupName = "/app/payments/api";
  await logs.send(new FilterLogEventsCommand({ logGroupName, limit: 1 }));
  for (const command of [
    new CreateLogGroupCommand({ logGroupName: "/app/ours" }),
    new DeleteLogGroupCommand({ logGroupName }),
    new PutLogEventsCommand({ logGroupName, logStreamName: "s", logEvents: [{ timestamp: Date.now(), message: "ours" }] }),
    new StartQueryCommand({ logGroupName, startTime: 0, endTime: 1, queryString: "fields @message" }),
  ])
    await expect(logs.send(command as FilterLogEventsCommand)).rejects.toMatchObject({ name: "AccessDeniedException" });
  const sts = portal.context.aws.sts(session.session);
  const RoleArn = "arn:aws:iam::111111111111:role/sallyport-canary-open";
  await expect(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "sp-x" }))).rejects.toMatchObject({ name: "AccessDenied" });
});
