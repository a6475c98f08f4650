import { expect, test } from "vitest";
import { arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { fakeClock } from "#kernel/testing/fake-clock.ts";
import { accepted } from "#lib/connections/testing/portal.ts";
import { queriesForFile } from "#lib/logs/testing/query-fixture.ts";
import { REGION } from "#lib/logs/testing/verified-connection.ts";
import { estimateFrom, estimateQuery, expectedBytesOf, saveThreshold } from "./estimate-query.ts";
import { ThresholdInput } from "./shared/query-inputs.ts";
import { costOf, pricePerGb } from "./shared/query-prices.ts";

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

test("an owner sets a threshold and removes it, and the estimate says it", async () => {
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
  accepted(await saveThreshold(q.actor, { connectionId, bytes: 5_000_000 }));
  expect(await asked()).toBe(5_000_000);
  accepted(await saveThreshold(q.actor, { connectionId, bytes: null }));
  expect(await asked()).toBeNull();
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

test("the portal learns from what queries of a log group scanned, and not from those of other log groups", async () => {
  const { connectionId } = q.queried.connection;
  const ended =
    "update log_queries set state = 'complete', aws_query_id = 'q', expected_bytes = 100, scanned_bytes = 700, ended_at = now()";
  q.write(q.group, ["one"]);
  await q.run();
  await q.portal.meanwhile(ended, []);
  const basedOn = async (logGroups: readonly string[]) =>
    accepted(
      await estimateQuery(
        q.actor,
        q.queried.reader,
        { connectionId, region: REGION, logGroups, ...lastDays(1) },
        { clock, signal: new AbortController().signal },
      ),
    ).estimate?.basedOn;
  expect(await basedOn([q.group])).toBe(1);
  expect(await basedOn([q.newGroup()])).toBe(0);
});

test("a Region whose price the portal doesn't know has no price and no cost", () => {
  expect([pricePerGb("mars-north-1"), costOf("mars-north-1", 5)]).toEqual([null, null]);
  expect(costOf("us-east-1", 2_000_000_000)).toBeCloseTo(0.01);
});
