import { expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { scanRatiosOf } from "#db/queries/log-queries.ts";
import { arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { fakeClock } from "#kernel/testing/fake-clock.ts";
import { accepted } from "#lib/connections/testing/portal.ts";
import { queriesForFile } from "#lib/logs/testing/query-fixture.ts";
import { REGION } from "#lib/logs/testing/verified-connection.ts";
import { cheaperRange, estimateFrom, estimateQuery, expectedBytesOf, saveThreshold } from "./estimate-query.ts";
import { deleteQueryHistory } from "./query-history.ts";
import { ThresholdInput } from "./shared/query-inputs.ts";
import { costOf, priceList, pricePerGb, pricePerTailMinute, tailCostOf } from "./shared/query-prices.ts";

const q = queriesForFile();
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 24, 12);
const clock = fakeClock(NOW);
const group = (storedBytes: number | null, days: number, retentionDays: number | null = null) => ({
  ...{ name: "/app/a", arn: null, storedBytes, retentionDays, logClass: "STANDARD", createdAt: NOW - days * DAY },
});
const lastDays = (days: number) => ({ from: NOW - days * DAY, to: NOW });

test("an estimate is refused for log groups outside the scope, for the log access Browse, and for a log group that is gone", async () => {
  const browse = await q.newQueried("browse");
  const of = (logGroups: readonly string[], by = q.queried) =>
    estimateQuery(
      q.actor,
      by.reader,
      { connectionId: by.connection.connectionId, region: REGION, logGroups, ...lastDays(1) },
      { clock, signal: new AbortController().signal },
    );
  const before = q.sandbox.state.callLog.last;
  expect(await of(["/other"])).toMatchObject({ ok: false, fields: { logGroups: expect.any(String) } });
  expect(await of([q.group], browse)).toMatchObject({ ok: false, code: "not-allowed" });
  expect(q.calls(before)).toEqual([]);
  expect(await of(["/app/gone"])).toMatchObject({ ok: false, code: "not-found" });
  expect(q.calls(before)).toEqual(["DescribeLogGroups ok"]);
});

test("while AWS throttles the size of the log groups, there is no estimate in the end, and the sentence says that the query can run", async () => {
  q.sandbox.state.faults.add({ service: "logs", fault: "throttle", match: { action: "DescribeLogGroups" } });
  const leave = new AbortController();
  const extent = { connectionId: q.queried.connection.connectionId, region: REGION, logGroups: [q.group], ...lastDays(1) };
  const asked = estimateQuery(q.actor, q.queried.reader, extent, {
    // The wait ends as a real one does when its signal is aborted.
    clock: {
      ...clock,
      wait: () => {
        leave.abort();
        return Promise.reject(leave.signal.reason);
      },
    },
    signal: leave.signal,
  });
  expect(await asked).toMatchObject({ ok: false, code: "unavailable", message: expect.stringMatching(/without an estimate/) });
  q.sandbox.state.faults.clear();
});

test("a member can't set a threshold, nor anybody one of another customer's connection, nor a nonsensical one", async () => {
  const { connectionId } = q.queried.connection;
  const userId = await arrangeMember(q.portal.db.pool("owner"), q.actor.customerId, { role: "member" });
  const member: CustomerActor = { ...q.actor, userId, role: "member" };
  await expect(saveThreshold(member, { connectionId, bytes: 1_000_000 })).rejects.toThrow();
  expect(await saveThreshold(await q.portal.newOwner(), { connectionId, bytes: 1_000_000 })).toMatchObject({
    ok: false,
    code: "not-found",
  });
  for (const bytes of [0, -1, 999_999, 1.5, Number.NaN, 1e16])
    expect(ThresholdInput.safeParse({ connectionId, bytes }).success).toBe(false);
});

test("an owner sets a threshold and removes it, the estimate says it, and the audit log has each", async () => {
  const { connectionId } = q.queried.connection;
  const asked = async () =>
    accepted(
      await estimateQuery(
        q.actor,
        q.queried.reader,
        { connectionId, region: REGION, logGroups: [q.group], ...lastDays(1) },
        { clock, signal: new AbortController().signal },
      ),
    ).thresholdBytes;
  const largest = ThresholdInput.parse({ connectionId, bytes: 1_000_000_000_000_000 });
  expect(accepted(await saveThreshold(q.actor, largest)).thresholdBytes).toBe(largest.bytes);
  accepted(await saveThreshold(q.actor, { connectionId, bytes: 5_000_000 }));
  expect(await asked()).toBe(5_000_000);
  accepted(await saveThreshold(q.actor, { connectionId, bytes: null }));
  expect(await asked()).toBeNull();
  const text =
    "select actor, attributes->>'megabytes' as megabytes from audit_events where chain = $1 and event = 'query.threshold_set' order by seq";
  const { rows } = await q.portal.db.pool("owner").query(text, [q.actor.customerId]);
  expect(rows).toEqual(["999999999", "5", "none"].map((megabytes) => ({ actor: `user:${q.actor.userId}`, megabytes })));
});

test("a shorter range is offered only if it is probably within the threshold, and the longest such one", () => {
  const over = (from: number) => estimateFrom(NOW - from, { queries: 9, scanned: 1, expected: 1, lowest: 1, highest: 1 }, "eu-central-1");
  const offered = (days: number, threshold: number | null) => cheaperRange(over, lastDays(days), threshold)?.minutes;
  expect([offered(7, null), offered(7, 7 * DAY), offered(7, 1000)]).toEqual([undefined, undefined, undefined]);
  expect(cheaperRange(() => null, lastDays(7), 1)).toBeNull();
  expect([offered(30, 8 * DAY), offered(7, 6 * DAY), offered(3, 2 * DAY), offered(1, 20 * 60_000)]).toEqual([10_080, 4320, 1440, 15]);
  expect(cheaperRange(over, lastDays(7), 2 * DAY)?.estimate).toMatchObject({ likelyBytes: DAY });
});

test("what is expected is the share of the stored bytes that the range covers, within the retention, and never more than is stored", () => {
  expect(expectedBytesOf([group(1000, 10)], lastDays(1), clock)).toBe(100);
  expect(expectedBytesOf([group(1000, 10), group(500, 5)], lastDays(5), clock)).toBe(1000);
  expect(expectedBytesOf([group(1000, 100, 10)], lastDays(1), clock)).toBe(100);
  expect(expectedBytesOf([group(1000, 10)], lastDays(1000), clock)).toBe(1000);
  expect(expectedBytesOf([group(1000, 10)], { from: NOW + DAY, to: NOW + 2 * DAY }, clock)).toBe(0);
  expect(expectedBytesOf([group(1000, 10), group(null, 10)], lastDays(1), clock)).toBeNull();
});

test("without an earlier query the estimate is wide; with earlier ones it is what they scanned, with their spread", () => {
  expect(estimateFrom(1_000_000, undefined, "eu-central-1")).toEqual({
    ...{ lowBytes: 1_000_000, likelyBytes: 6_666_667, highBytes: 10_000_000, basedOn: 0, pricePerGb: 0.0063 },
  });
  const ratios = { queries: 4, scanned: 800, expected: 100, lowest: 6, highest: 9 };
  expect(estimateFrom(1000, ratios, "eu-central-1")).toMatchObject({ lowBytes: 6000, likelyBytes: 8000, highBytes: 9000, basedOn: 4 });
  expect(estimateFrom(1000, { ...ratios, queries: 2 }, "eu-central-1")).toMatchObject({
    lowBytes: 3000,
    likelyBytes: 8000,
    highBytes: 18_000,
  });
});

const UNKNOWN = "unknown";
/** What the portal knows of the queries of log groups. */
const learned = (logGroups: readonly string[]) =>
  inTransaction(q.actor, (tx) =>
    scanRatiosOf(tx, { customerId: q.actor.customerId, connectionId: q.queried.connection.connectionId, region: REGION, logGroups }),
  ).then((ratios) => ratios ?? UNKNOWN);

/** A query of a person that ended. */
async function ended(scanned: number, { groups = [q.group], state = "complete", userId = q.actor.userId, expected = 100 } = {}) {
  const owner = q.portal.db.pool("owner");
  const { rows } = await owner.query<{ id: string }>(
    `insert into log_queries (customer_id, connection_id, user_id, region, log_groups, range_from, range_to, query_text, query_sha256, expected_bytes)
     values ($1, $2, $3, $4, $5, now(), now(), 'limit 1', repeat('a', 64), $6) returning id`,
    [q.actor.customerId, q.queried.connection.connectionId, userId, REGION, groups, expected],
  );
  const end = "update log_queries set state = $2, aws_query_id = 'q', scanned_bytes = $3 where id = $1";
  await owner.query(end, [rows[0]?.id, state, scanned]);
}

test("the portal learns nothing from queries that did not end complete, whose log groups had no known size, or of other log groups", async () => {
  await ended(700, { state: "canceled" });
  await ended(700, { expected: 0 });
  await ended(700, { groups: [q.newGroup()] });
  expect(await learned([q.group])).toBe(UNKNOWN);
});

test("the portal learns from what queries of a log group scanned, whatever the order of their log groups", async () => {
  const other = q.newGroup();
  await ended(700);
  await ended(300, { groups: [q.group, other] });
  await ended(500, { groups: [other, q.group] });
  expect(await learned([q.group])).toEqual({ queries: 3, scanned: 1500, expected: 300, lowest: 3, highest: 7 });
  expect(await learned([other])).toEqual({ queries: 2, scanned: 800, expected: 200, lowest: 3, highest: 5 });
  const extent = { connectionId: q.queried.connection.connectionId, region: REGION, logGroups: [q.group], ...lastDays(1) };
  const { estimate } = accepted(await estimateQuery(q.actor, q.queried.reader, extent, { clock, signal: new AbortController().signal }));
  expect(estimate?.basedOn).toBe(3);
});

test("what was learned about a log group stays when the person deletes their history, and when they leave", async () => {
  const owner = q.portal.db.pool("owner");
  const member = await arrangeMember(owner, q.actor.customerId, { role: "member" });
  await ended(700);
  await ended(500, { userId: member });
  accepted(await deleteQueryHistory(q.actor));
  await owner.query("delete from memberships where user_id = $1", [member]);
  expect(await q.rows()).toEqual([]);
  expect(await learned([q.group])).toMatchObject({ queries: 2, scanned: 1200 });
});

test("a Region whose price the portal doesn't know has no price and no cost", () => {
  for (const region of ["mars-north-1", "ap-northeast-1", "constructor", ""])
    expect([pricePerGb(region), costOf(region, 5), pricePerTailMinute(region), tailCostOf(region, 5)]).toEqual([null, null, null, null]);
});

test("one table has all prices: of scanned GB and of minutes of live tails", () => {
  expect(costOf("us-east-1", 2_000_000_000)).toBeCloseTo(0.01);
  expect(tailCostOf("us-east-1", 90)).toBeCloseTo(0.015);
  for (const { region, gb, minute } of priceList()) expect([pricePerGb(region), pricePerTailMinute(region)]).toEqual([gb, minute]);
});
