import { beforeEach, expect, test } from "vitest";
import { arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { fakeClock } from "#kernel/testing/fake-clock.ts";
import { accepted } from "#lib/connections/testing/portal.ts";
import { removeMember } from "#lib/customers/set-member-role.ts";
import { queriesForFile } from "#lib/logs/testing/query-fixture.ts";
import { saveThreshold } from "./estimate-query.ts";
import { findUsage } from "./find-usage.ts";
import { daysOf, findUsagePage, monthsUntil } from "./find-usage-page.ts";
import { UsagePageQuery } from "./shared/query-inputs.ts";
import type { UsageSumsView } from "./shared/usage-view.ts";

const q = queriesForFile();
const clock = fakeClock(Date.UTC(2026, 2, 31, 12));
const MARCH = UsagePageQuery.parse({ range: "2026-03" });
const GB = 1_000_000_000;
let member: CustomerActor;
let other: string;

beforeEach(async () => {
  const userId = await arrangeMember(q.portal.db.pool("owner"), q.actor.customerId, { role: "member" });
  member = { ...q.actor, userId, role: "member" };
  other = (await q.newQueried()).connection.connectionId;
  await q.portal.meanwhile("delete from log_usage_daily", []);
  await used("2026-02-28", member, "query", 9 * GB);
  await used("2026-03-01", member, "query", 2 * GB);
  await used("2026-03-31", q.actor, "query", 5 * GB, { connection: other });
  await used("2026-03-31", q.actor, "tail", 0);
  await used("2026-04-01", q.actor, "query", 9 * GB);
});

interface Use {
  readonly region?: string;
  readonly connection?: string;
}

const used = (day: string, { customerId, userId }: CustomerActor, kind: string, bytes: number, { region, connection }: Use = {}) =>
  q.portal.meanwhile("insert into log_usage_daily values ($1, $2, $3, $4, $5, $6, 3, $7, 600)", [
    ...[customerId, day, connection ?? q.queried.connection.connectionId, region ?? "eu-central-1", userId, kind, bytes],
  ]);
const sumOf = (rows: readonly UsageSumsView[]) => ({
  queries: rows.reduce((sum, row) => sum + row.queries, 0),
  scannedBytes: rows.reduce((sum, row) => sum + row.scannedBytes, 0),
  tailSeconds: rows.reduce((sum, row) => sum + row.tailSeconds, 0),
  cost: Number(rows.reduce((sum, row) => sum + row.queryCost + row.tailCost, 0).toFixed(9)),
});

test("another customer sees none of it; a member sees only their own use, no list of people, and sets no threshold", async () => {
  const stranger = await findUsagePage(await q.portal.newOwner(), MARCH, clock);
  expect([stranger.days, stranger.people?.rows, stranger.connections.rows, stranger.total.queries]).toEqual([[], [], [], 0]);
  const own = await findUsagePage(member, MARCH, clock);
  expect([own.people, own.setsThresholds, own.days.map(({ day }) => day)]).toEqual([null, false, ["2026-03-01"]]);
  expect(sumOf([own.total])).toEqual({ queries: 3, scannedBytes: 2 * GB, tailSeconds: 0, cost: 0.0126 });
  expect(sumOf(own.connections.rows)).toEqual(sumOf([own.total]));
});

test.each([{ range: "2026-13" }, { range: "90d" }, { range: "x" }, { people: "0" }, { connections: "-1" }, { people: "x" }, { more: "1" }])(
  "an address that the page doesn't know is not accepted: %j",
  (words) => {
    expect(UsagePageQuery.safeParse(words).success).toBe(false);
  },
);

test("an owner sees everybody's use of a month; days, people, connections and the file add up to the same totals", async () => {
  const view = await findUsagePage(q.actor, MARCH, clock);
  // 7 GB at $0.0063, and ten minutes at $0.01.
  expect(sumOf([view.total])).toEqual({ queries: 6, scannedBytes: 7 * GB, tailSeconds: 600, cost: 0.1441 });
  expect(view.total.tails).toBe(3);
  for (const rows of [view.days, view.people?.rows ?? [], view.connections.rows]) expect(sumOf(rows)).toEqual(sumOf([view.total]));
  const file = (await findUsage(q.actor, view, 5000)).rows;
  expect(file.reduce((sum, { cost }) => sum + (cost ?? 0), 0)).toBeCloseTo(0.1441, 9);
  expect([view.days.map(({ day }) => day), view.setsThresholds]).toEqual([["2026-03-01", "2026-03-31"], true]);
  // The most expensive first.
  expect(view.connections.rows.map(({ connectionId }) => connectionId)[0]).toBe(q.queried.connection.connectionId);
  expect(view.people?.rows.map(({ userId }) => userId)).toEqual([q.actor.userId, member.userId]);
});

test("what was scanned or tailed in a Region without a known price is in the sums, not in the cost, and is named as missing", async () => {
  await used("2026-03-15", q.actor, "query", 4 * GB, { region: "sa-east-1" });
  await used("2026-03-15", q.actor, "tail", 0, { region: "ap-northeast-1" });
  const { total } = await findUsagePage(q.actor, MARCH, clock);
  expect([total.unpricedBytes, total.unpricedSeconds]).toEqual([4 * GB, 600]);
  expect(sumOf([total])).toEqual({ queries: 9, scannedBytes: 11 * GB, tailSeconds: 1200, cost: 0.1441 });
});

test("a person who was removed and a connection that was removed keep their use, and are shown as removed", async () => {
  accepted(await removeMember(q.actor, member.userId));
  await q.portal.meanwhile("update connections set status = 'removed', removed_at = now() where id = $1", [other]);
  const { people, connections } = await findUsagePage(q.actor, MARCH, clock);
  expect(people?.rows.map(({ who }) => who)).toEqual([expect.stringContaining("@"), "Removed user"]);
  expect(connections.rows.find(({ connectionId }) => connectionId === other)).toMatchObject({ removed: true, scannedBytes: 5 * GB });
  const february = await findUsagePage(q.actor, UsagePageQuery.parse({ range: "2026-02" }), clock);
  expect(february.connections.rows.map(({ connectionId }) => connectionId)).not.toContain(other);
});

test("a connection without use is listed with its threshold, because an owner sets it before the first query; a draft is not", async () => {
  accepted(await saveThreshold(q.actor, { connectionId: q.queried.connection.connectionId, bytes: 50 * GB }));
  await q.portal.newDraft(q.actor);
  const { connections, total } = await findUsagePage(q.actor, UsagePageQuery.parse({ range: "2025-06" }), clock);
  expect(total.queries).toBe(0);
  expect(connections.rows.find(({ connectionId }) => connectionId === q.queried.connection.connectionId)).toMatchObject({
    ...{ thresholdBytes: 50 * GB, queries: 0, regions: ["eu-central-1"] },
  });
  expect(connections.rows.every(({ removed }) => !removed)).toBe(true);
  await q.portal.meanwhile("delete from query_thresholds", []);
});

test("each list is read page by page, and every page has the total of all", async () => {
  const pages = await Promise.all(
    [1, 2, 3].map((people) => findUsagePage(q.actor, UsagePageQuery.parse({ range: "2026-03", people }), clock, 1)),
  );
  expect(pages.map((view) => view.people?.rows.length)).toEqual([1, 1, 0]);
  expect(pages[0]?.people).toMatchObject({ page: 1, pages: 2 });
  expect(sumOf(pages.flatMap((view) => view.people?.rows ?? []))).toEqual(sumOf(pages.slice(0, 1).map(({ total }) => total)));
  expect(new Set(pages.map(({ total }) => total.scannedBytes)).size).toBe(1);
});

test("ranges are whole days in UTC, and the months go back as far as the usage is kept", () => {
  const now = new Date(Date.UTC(2026, 2, 1, 0, 30));
  expect([daysOf("7d", now), daysOf("30d", now)]).toEqual([
    { from: "2026-02-23", to: "2026-03-01" },
    { from: "2026-01-31", to: "2026-03-01" },
  ]);
  expect([daysOf("2024-02", now), daysOf("2026-12", now)]).toEqual([
    { from: "2024-02-01", to: "2024-02-29" },
    { from: "2026-12-01", to: "2026-12-31" },
  ]);
  expect(monthsUntil(now)).toHaveLength(13);
  expect([monthsUntil(now)[0], monthsUntil(now).at(-1)]).toEqual(["2026-03", "2025-03"]);
});
