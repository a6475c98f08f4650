import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { configurePools } from "#db/pools.ts";
import { type CallsWanted, takeStsCalls } from "#db/queries/runs-sts.ts";
import { arrangeCustomer } from "#db/testing/arrange.ts";
import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { type FakeClock, fakeClock } from "#kernel/testing/fake-clock.ts";
import { acquireStsTokens } from "./sts-budget.ts";

let database: Awaited<ReturnType<typeof createFakeTimeDatabase>>;
let clock: FakeClock;
let customerId: CustomerId;
const REGION = "eu-central-1";
const worker = { kind: "system", task: "worker" } as const;

beforeEach(async () => {
  clock = fakeClock();
  database = await createFakeTimeDatabase();
  const { app, staff, worker: workerUrl, signin } = database.urls;
  configurePools({ app, staff, worker: workerUrl, signin });
  customerId = await arrangeCustomer(database.pool("owner"));
});
afterEach(() => database.drop());

const take = (calls: number, more: Partial<CallsWanted> = {}) =>
  inTransaction(worker, (tx) =>
    takeStsCalls(tx, { region: REGION, calls, perSecond: 100, customerId: null, priority: "interactive", ...more }),
  );
/** Empties the bucket, which fills with a hundred calls a second, and lets time pass until it has so many. */
async function savedUp(calls: number): Promise<void> {
  await take(100);
  await database.time.pass(`${calls / 100} s`);
}
/** How many calls are saved up. */
async function left(): Promise<number> {
  const { rows } = await database
    .pool("owner")
    .query<{ calls: number }>("select round(100 * extract(epoch from now() - paid_until))::int as calls from sts_regions");
  return rows[0]?.calls ?? Number.NaN;
}
/** Lets so many seconds pass in the database, and for this process. */
async function pass(seconds: number): Promise<void> {
  await database.time.pass(`${seconds} s`);
  clock.pass(seconds * 1000);
}

test("background work leaves saved-up calls to people, and is told when to ask again", async () => {
  await savedUp(20);
  expect(await take(10, { priority: "background" })).toEqual({ taken: false, waitMs: 500 });
  expect(await take(10)).toEqual({ taken: true, waitMs: 0 });
  await database.time.pass("0.6 s");
  expect(await take(10, { priority: "background" })).toEqual({ taken: true, waitMs: 0 });
});

test("a person's run is never sent away: what is missing it waits for", async () => {
  await savedUp(0);
  expect(await take(50)).toEqual({ taken: true, waitMs: 500 });
  expect(await take(10)).toEqual({ taken: true, waitMs: 600 });
});

test("no more than a second's calls are ever saved up", async () => {
  await savedUp(0);
  await database.time.pass("8 days");
  expect(await take(100)).toEqual({ taken: true, waitMs: 0 });
  expect(await take(10)).toEqual({ taken: true, waitMs: 100 });
});

test("however many ask at once, a second's calls are given out once", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => take(10)));
  const waits = answers.map(({ waitMs }) => waitMs).toSorted((one, other) => one - other);
  expect(waits).toEqual([...Array(10).fill(0), 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
});

test("a rate so small that the reserve would eat it all still lets background work through", async () => {
  expect(await take(9, { perSecond: 5, priority: "background" })).toMatchObject({ taken: true });
});

test("each region has its own calls", async () => {
  await savedUp(0);
  expect(await take(10, { region: "us-east-1" })).toEqual({ taken: true, waitMs: 0 });
});

test("background runs of one process are paid for together, first come first served, and for no call less", async () => {
  const paid: number[] = [];
  const bill = { customerId, region: REGION, calls: 8, perSecond: 100, lane: "background" } as const;
  const all = Promise.all([1, 2, 3, 4, 5, 6].map((n) => acquireStsTokens(worker, clock, bill).then(() => paid.push(n))));
  const [wait = 0] = await clock.waiting();
  // 60 must stay: the sixth waits for eight more, and up to as long again so that not all workers ask at once.
  expect(wait).toBeGreaterThanOrEqual(80);
  expect(wait).toBeLessThan(160);
  expect([paid, await left()]).toEqual([[1, 2, 3, 4, 5], 60]);
  await pass(0.16);
  await all;
  expect([paid, await left()]).toEqual([[1, 2, 3, 4, 5, 6], 68]);
});

test("people's runs are paid for out of what background runs must leave, and before those that asked earlier", async () => {
  await savedUp(20);
  const paid: string[] = [];
  const bill = { customerId, region: REGION, calls: 4, perSecond: 100 } as const;
  const background = acquireStsTokens(worker, clock, { ...bill, lane: "background" }).then(() => paid.push("background"));
  await clock.waiting();
  for (let n = 0; n < 4; n++) {
    const theirs = { ...bill, customerId: await arrangeCustomer(database.pool("owner")), lane: "asked" } as const;
    await acquireStsTokens(worker, clock, theirs).then(() => paid.push("asked"));
  }
  expect([paid, await left()]).toEqual([Array(4).fill("asked"), 4]);
  await pass(1);
  await background;
  expect(paid).toEqual([...Array(4).fill("asked"), "background"]);
});

test("a person's run waits for what is missing, and no longer", async () => {
  await savedUp(0);
  let paid = false;
  const asked = acquireStsTokens(worker, clock, { customerId, region: REGION, calls: 50, perSecond: 100, lane: "asked" }).then(() => {
    paid = true;
  });
  expect(await clock.waiting()).toEqual([500]);
  await pass(0.499);
  expect(paid).toBe(false);
  await pass(0.001);
  await asked;
});

test("background work that has waited for fifteen seconds goes on, in debt", async () => {
  await savedUp(0);
  const background = acquireStsTokens(worker, clock, { customerId, region: REGION, calls: 8, perSecond: 100, lane: "background" });
  await clock.waiting();
  // People take all that comes in.
  clock.pass(15_000);
  await clock.waiting();
  expect(await left()).toBe(0);
  clock.pass(1400);
  expect(await clock.waiting()).toEqual([80]);
  expect(await left()).toBe(-8);
  clock.pass(80);
  await background;
});

test("when the bucket can't be asked, whoever waits is told and the next is served", async () => {
  const bill = { customerId, region: "no region", calls: 8, perSecond: 100, lane: "background" } as const;
  await expect(acquireStsTokens(worker, clock, bill)).rejects.toThrow();
  await acquireStsTokens(worker, clock, { ...bill, region: REGION });
});
