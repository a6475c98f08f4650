import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { configurePools } from "#db/pools.ts";
import { type CallsWanted, takeStsCalls } from "#db/queries/runs-sts.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { payForCalls } from "./sts-budget.ts";

let database: TestDatabase;
const REGION = "eu-central-1";
const worker = { kind: "system", task: "worker" } as const;

beforeAll(async () => {
  database = await createTestDatabase();
  const { app, staff, worker: workerUrl, signin } = database.urls;
  configurePools({ app, staff, worker: workerUrl, signin });
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool("owner").query("delete from sts_regions");
});

const take = (calls: number, more: Partial<CallsWanted> = {}) =>
  inTransaction(worker, (tx) => takeStsCalls(tx, { region: "eu-central-1", calls, perSecond: 100, heldBack: 0, ...more }));
/** Sets how many calls are saved up, so that a test does not depend on how fast it is. */
const savedUp = (calls: number) =>
  database.pool("owner").query(
    `insert into sts_regions (region, paid_until) values ('eu-central-1', clock_timestamp() - $1 * interval '1 s')
     on conflict (region) do update set paid_until = excluded.paid_until`,
    [calls / 100],
  );

test("background work leaves saved-up calls to people, and is told when to ask again", async () => {
  await savedUp(20);
  const background = await take(10, { heldBack: 60 });
  expect(background).toMatchObject({ taken: false, waitMs: expect.any(Number) });
  expect(background.waitMs).toBeGreaterThan(0);
  expect(await take(10)).toEqual({ taken: true, waitMs: 0 });
});

test("a person's run is never sent away: what is missing it waits for", async () => {
  await savedUp(-150);
  const { taken, waitMs } = await take(10);
  expect(taken).toBe(true);
  expect(waitMs).toBeGreaterThan(400);
});

test("however many ask at once, a second's calls are given out once", async () => {
  await savedUp(100);
  const answers = await Promise.all(Array.from({ length: 20 }, () => take(10)));
  const atOnce = answers.filter(({ waitMs }) => waitMs === 0).length;
  expect(atOnce).toBeGreaterThanOrEqual(10);
  // The bucket fills while they ask; at this rate ten more calls take a tenth of a second.
  expect(Math.max(...answers.map(({ waitMs }) => waitMs))).toBeGreaterThan(100);
});

test("a rate so small that the reserve would eat it all still lets background work through", async () => {
  expect(await take(9, { perSecond: 5, heldBack: 3 })).toMatchObject({ taken: true });
});

test("each region has its own calls", async () => {
  await savedUp(0);
  expect(await take(10, { region: "us-east-1" })).toEqual({ taken: true, waitMs: 0 });
});

test("background runs of one process are paid for together, first come first served, and for no call less", async () => {
  await savedUp(100);
  const paid: number[] = [];
  const bill = { region: REGION, calls: 8, perSecond: 100, lane: "background" } as const;
  const { rows: before } = await database
    .pool("owner")
    .query<{ s: number }>("select extract(epoch from paid_until)::float8 as s from sts_regions");
  await Promise.all([1, 2, 3, 4, 5, 6].map((n) => payForCalls(worker, bill).then(() => paid.push(n))));
  expect(paid).toEqual([1, 2, 3, 4, 5, 6]);
  const { rows: after } = await database
    .pool("owner")
    .query<{ s: number }>("select extract(epoch from paid_until)::float8 as s from sts_regions");
  expect((after[0]?.s ?? 0) - (before[0]?.s ?? 0)).toBeGreaterThanOrEqual(0.48 - 0.001);
});

test("people's runs are paid for out of what background runs must leave, and before those that asked earlier", async () => {
  await savedUp(20);
  const paid: string[] = [];
  const bill = { region: REGION, calls: 4, perSecond: 100 } as const;
  const background = payForCalls(worker, { ...bill, lane: "background" }).then(() => paid.push("background"));
  for (let n = 0; n < 4; n++) await payForCalls(worker, { ...bill, lane: "asked" }).then(() => paid.push("asked"));
  await background;
  expect(paid).toEqual([...Array(4).fill("asked"), "background"]);
});

test("when the bucket can't be asked, whoever waits is told and the next is served", async () => {
  const bill = { region: "no region", calls: 8, perSecond: 100, lane: "background" } as const;
  await expect(payForCalls(worker, bill)).rejects.toThrow();
  await savedUp(100);
  await payForCalls(worker, { ...bill, region: REGION });
});
