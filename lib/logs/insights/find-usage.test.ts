import { beforeEach, expect, test } from "vitest";
import { arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { queriesForFile } from "#lib/logs/testing/query-fixture.ts";
import { findUsage, usageFile } from "./find-usage.ts";
import { UsageQuery } from "./shared/query-inputs.ts";

const q = queriesForFile();
const MARCH = { from: "2026-03-01", to: "2026-03-31" };
let member: CustomerActor;

beforeEach(async () => {
  const userId = await arrangeMember(q.portal.db.pool("owner"), q.actor.customerId, { role: "member" });
  member = { ...q.actor, userId, role: "member" };
  await q.portal.meanwhile("delete from log_usage_daily", []);
  await used("2026-02-28", member, "query");
  await used("2026-03-01", member, "query");
  await used("2026-03-31", q.actor, "query");
  await used("2026-03-31", q.actor, "tail", "eu-central-1", 0);
  await used("2026-04-01", q.actor, "query");
});
const used = (day: string, { customerId, userId }: CustomerActor, kind: string, region = "eu-central-1", bytes = 2_000_000_000) =>
  q.portal.meanwhile("insert into log_usage_daily values ($1, $2, $3, $4, $5, $6, 3, $7, 60)", [
    ...[customerId, day, q.queried.connection.connectionId, region, userId, kind, bytes],
  ]);
const daysOf = async (actor: CustomerActor) => (await findUsage(actor, MARCH, 5000)).rows.map(({ day, kind }) => `${day} ${kind}`);
async function fileOf(actor: CustomerActor, most?: number): Promise<string[]> {
  let text = "";
  for await (const piece of usageFile(actor, MARCH, most)) text += piece;
  return text.trimEnd().split("\r\n");
}

test("another customer sees none of it, and a member only their own", async () => {
  expect(await daysOf(await q.portal.newOwner())).toEqual([]);
  expect(await daysOf(member)).toEqual(["2026-03-01 query"]);
  expect(await fileOf(member)).toHaveLength(2);
});

test("a range that ends before it starts, or no date, is not accepted", () => {
  for (const range of [
    { from: "2026-03-02", to: "2026-03-01" },
    { from: "2026-13-01", to: "2026-14-01" },
    { from: "x", to: "y" },
  ])
    expect(UsageQuery.safeParse(range).success).toBe(false);
});

test("an owner sees everybody's use between two days, both included, with bytes, time and cost", async () => {
  expect(await daysOf(q.actor)).toEqual(["2026-03-31 query", "2026-03-31 tail", "2026-03-01 query"]);
  const { rows, cut } = await findUsage(q.actor, MARCH, 5000);
  expect(cut).toBe(false);
  expect(rows[0]).toMatchObject({ uses: 3, scannedBytes: 2_000_000_000, seconds: 60, cost: 0.0126, who: expect.stringContaining("@") });
  // Three live tails of one minute in all.
  expect(rows[1]).toMatchObject({ kind: "tail", uses: 3, seconds: 60, cost: 0.01 });
});

test("a person who left, and a Region without a price, are shown as such", async () => {
  await used("2026-03-15", { ...q.actor, userId: "00000000-0000-0000-0000-000000000000" as never }, "query", "sa-east-1");
  const row = (await findUsage(q.actor, MARCH, 5000)).rows.find(({ day }) => day === "2026-03-15");
  expect(row).toMatchObject({ who: "Removed user", cost: null });
});

test("a list and a file that are cut say so", async () => {
  expect(await findUsage(q.actor, MARCH, 2)).toMatchObject({ cut: true, rows: [{ day: "2026-03-31" }, { day: "2026-03-31" }] });
  const lines = await fileOf(q.actor, 2);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain('"day","kind","who"');
  expect(lines.at(-1)).toMatch(/newest 2 rows/);
});

test("a name that a spreadsheet would run is written as text", async () => {
  await q.portal.meanwhile("update connections set name = '=1+1' where id = $1", [q.queried.connection.connectionId]);
  expect((await fileOf(q.actor))[1]).toContain(`"'=1+1"`);
});
