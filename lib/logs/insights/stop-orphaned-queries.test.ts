import { beforeEach, expect, test } from "vitest";
import { arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { accepted, trust } from "#lib/connections/testing/portal.ts";
import { removeMember } from "#lib/customers/set-member-role.ts";
import { ALIVE, type Queried, queriesWithFakeTime, STOPPED, until } from "#lib/logs/testing/query-fixture.ts";
import { queryNotices } from "./query-notices.ts";
import { pruneOldQueries, stopOrphanedQueries } from "./stop-orphaned-queries.ts";

const q = queriesWithFakeTime();
beforeEach(() => q.sandbox.state.queries.delayAll(600_000));

/** A query of a process that dies: its generator is never continued, so nothing of the process stops it. */
async function orphaned(by: Queried = q.queried, actor: CustomerActor = q.actor): Promise<void> {
  await until(accepted(q.begin({}, { by, actor })), "progress");
}
const turn = () => stopOrphanedQueries(q.portal.worker, q.portal.context);
const callsOf = (since: number, action: string) => q.calls(since).filter((call) => call.startsWith(action));
async function eventsOf(event: string): Promise<readonly { actor: string; attributes: Record<string, unknown> }[]> {
  const text = "select actor, attributes from audit_events where chain = $1 and event = $2 order by seq desc";
  return (await q.portal.db.pool("owner").query(text, [q.actor.customerId, event])).rows;
}

test("a query that has its reader is left alone", async () => {
  await orphaned();
  await q.portal.pass("23 s");
  const before = q.sandbox.state.callLog.last;
  expect(await turn()).toBe(0);
  expect([q.calls(before), await q.states(), (await q.atAws()).status]).toEqual([[], ["running"], expect.stringMatching(ALIVE)]);
});

test("after a quarantine a query can't be stopped: no role is assumed, and people of the customer see a notice for an hour", async () => {
  const other = await q.newQueried();
  await orphaned(other);
  await q.portal.meanwhile("update connections set status = 'quarantined' where id = $1", [other.connection.connectionId]);
  await q.portal.pass("24 s");
  const before = q.sandbox.state.callLog.last;
  expect(await turn()).toBe(1);
  expect([q.calls(before), await q.states(), (await q.atAws()).status]).toEqual([[], ["not-stopped"], expect.stringMatching(ALIVE)]);
  expect(await queryNotices(q.actor, other.connection.connectionId)).toMatchObject([
    { logGroups: 1, message: expect.stringMatching(/within 60 minutes/) },
  ]);
  expect(await queryNotices(await q.portal.newOwner(), other.connection.connectionId)).toEqual([]);
  expect((await eventsOf("query.ended"))[0]).toMatchObject({ actor: "system:worker", attributes: { state: "not-stopped" } });
  await q.portal.pass("60 minutes");
  expect(await queryNotices(q.actor, other.connection.connectionId)).toEqual([]);
});

test("a role that no longer allows the portal ends the same way, without an error", async () => {
  const other = await q.newQueried();
  await orphaned(other);
  const { accountId, roleName } = other.connection;
  q.sandbox.state.iam.updateAssumeRolePolicy(accountId, roleName, trust({ StringEquals: { "sts:ExternalId": "another-one" } }));
  await q.portal.pass("24 s");
  expect(await turn()).toBe(1);
  expect(await q.states()).toEqual(["not-stopped"]);
});

test("a query whose process died before it knew AWS's ID is marked, because nobody can stop it", async () => {
  await until(accepted(q.begin()), "accepted");
  await q.portal.pass("24 s");
  const before = q.sandbox.state.callLog.last;
  expect(await turn()).toBe(1);
  expect([q.calls(before), await q.states()]).toEqual([[], ["not-stopped"]]);
});

test("a throttled stop is tried again ten seconds later, and not before", async () => {
  await orphaned();
  await q.portal.pass("24 s");
  q.sandbox.state.faults.add({ service: "logs", fault: "throttle", match: { action: "StopQuery" } });
  expect(await turn()).toBe(0);
  q.sandbox.state.faults.clear();
  expect([await turn(), (await q.atAws()).status]).toEqual([0, expect.stringMatching(ALIVE)]);
  await q.portal.pass("10 s");
  expect([await turn(), (await q.atAws()).status, await q.states()]).toEqual([1, STOPPED, ["orphan-stopped"]]);
});

test("a query of a dead process is stopped at AWS, as the worker: with audit rows, and its bytes in the usage of its person", async () => {
  await orphaned();
  await q.portal.pass("24 s");
  expect(await turn()).toBe(1);
  expect([await q.states(), (await q.atAws()).status]).toEqual([["orphan-stopped"], STOPPED]);
  const [row] = await q.rows();
  const { connectionId } = q.queried.connection;
  expect((await eventsOf("logs.opened"))[0]).toMatchObject({
    ...{ actor: "system:worker", attributes: { for: "stop-query", connection: connectionId, session: expect.stringMatching(/^sp-/) } },
  });
  expect((await eventsOf("logs.answered"))[0]).toMatchObject({ actor: "system:worker", attributes: { got: "allowed" } });
  expect((await eventsOf("query.ended"))[0]).toMatchObject({
    ...{ actor: "system:worker", attributes: { query: row?.["id"], connection: connectionId, state: "orphan-stopped" } },
  });
  const usage = "select user_id from log_usage_daily where customer_id = $1 and connection_id = $2 and kind = 'query'";
  const { rows: used } = await q.portal.db.pool("owner").query(usage, [q.actor.customerId, connectionId]);
  expect(used).toEqual([{ user_id: q.actor.userId }]);
});

test("twenty queries of one connection are stopped in one turn, with one role session, and once by two workers", async () => {
  for (let n = 0; n < 20; n++) await orphaned();
  await q.portal.pass("24 s");
  const before = q.sandbox.state.callLog.last;
  const [one, other] = await Promise.all([turn(), turn()]);
  expect(one + other).toBe(20);
  expect(callsOf(before, "AssumeRole").length).toBeLessThanOrEqual(2);
  expect(callsOf(before, "StopQuery")).toHaveLength(20);
  expect(new Set(await q.states())).toEqual(new Set(["orphan-stopped"]));
});

test("a query that ended by itself meanwhile gets the end that AWS says", async () => {
  q.sandbox.state.queries.delayAll(0);
  await until(accepted(q.begin()), "accepted");
  await q.portal.meanwhile("update log_queries set state = 'running', aws_query_id = $1", [await finishedQuery()]);
  await q.portal.pass("24 s");
  expect([await turn(), await q.states()]).toEqual([1, ["complete"]]);
});

/** The ID that AWS gave a query that has completed. */
async function finishedQuery(): Promise<string> {
  const other = q.newGroup();
  q.write(other, ["one"]);
  await q.run({ logGroups: [other] });
  const done = (await q.rows()).find(({ state }) => state === "complete");
  await q.portal.meanwhile("delete from log_queries where state = 'complete'", []);
  return String(done?.["aws_query_id"]);
}

test("after an hour AWS itself has ended a query, so AWS is not called", async () => {
  await orphaned();
  await q.portal.pass("62 minutes");
  const before = q.sandbox.state.callLog.last;
  expect([await turn(), q.calls(before), await q.states()]).toEqual([1, [], ["timeout"]]);
});

test("the query of a person who left is stopped, and then nothing of it is kept but the bytes, without the person", async () => {
  const userId = await arrangeMember(q.portal.db.pool("owner"), q.actor.customerId, { role: "member" });
  const member: CustomerActor = { ...q.actor, userId, role: "member" };
  const { connection } = await q.newQueried();
  await orphaned({ connection, reader: await q.readerOf(member, connection) }, member);
  const running = await q.atAws();
  expect(await removeMember(q.actor, userId)).toMatchObject({ ok: true });
  expect(await q.states()).toEqual(["running"]);
  await q.portal.pass("24 s");
  expect([await turn(), running.status, await q.rows()]).toEqual([1, STOPPED, []]);
  const usage = "select user_id from log_usage_daily where connection_id = $1";
  const { rows } = await q.portal.db.pool("owner").query(usage, [connection.connectionId]);
  expect(rows).toEqual([{ user_id: "00000000-0000-0000-0000-000000000000" }]);
});

test("a query is deleted 30 days after its end, its usage 13 months after its day, and neither before", async () => {
  const { customerId } = q.actor;
  await orphaned();
  await q.portal.pass("24 s");
  await turn();
  const usage = async () =>
    (await q.portal.db.pool("owner").query("select from log_usage_daily where customer_id = $1", [customerId])).rowCount ?? 0;
  const days = await usage();
  await q.portal.pass("30 days");
  expect([await pruneOldQueries(q.portal.worker), (await q.rows()).length]).toEqual([0, 1]);
  await q.portal.pass("1 s");
  expect([await pruneOldQueries(q.portal.worker), await q.rows(), await usage()]).toEqual([1, [], days]);
  await q.portal.pass("12 months");
  expect(await pruneOldQueries(q.portal.worker)).toBe(0);
  await q.portal.pass("3 days");
  expect([await pruneOldQueries(q.portal.worker), await usage()]).toEqual([days, 0]);
});
