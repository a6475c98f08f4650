import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { configurePools } from "#db/pools.ts";
import { type CallsWanted, takeStsCalls } from "#db/queries/sts-calls.ts";
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
/** Empties the bucket, which fills with 100 calls a second, and advances the clock until it has `calls`. */
async function fillTo(calls: number): Promise<void> {
  await take(100);
  await database.time.pass(`${calls / 100} s`);
}
/** How many calls the bucket has. */
async function left(): Promise<number> {
  const { rows } = await database
    .pool("owner")
    .query<{ calls: number }>("select round(100 * extract(epoch from now() - paid_until))::int as calls from sts_regions");
  return rows[0]?.calls ?? Number.NaN;
}
/** Advances the clocks of the database and of this process. */
async function pass(seconds: number): Promise<void> {
  await database.time.pass(`${seconds} s`);
  clock.pass(seconds * 1000);
}

test("background work leaves available calls to people, and gets the time until the next try", async () => {
  await fillTo(20);
  expect(await take(10, { priority: "background" })).toEqual({ taken: false, waitMs: 500 });
  expect(await take(10)).toEqual({ taken: true, waitMs: 0 });
  await database.time.pass("0.6 s");
  expect(await take(10, { priority: "background" })).toEqual({ taken: true, waitMs: 0 });
});

test("a person's run is never rejected: it waits for missing calls", async () => {
  await fillTo(0);
  expect(await take(50)).toEqual({ taken: true, waitMs: 500 });
  expect(await take(10)).toEqual({ taken: true, waitMs: 600 });
});

test("the bucket never holds more than one second's calls", async () => {
  await fillTo(0);
  await database.time.pass("8 days");
  expect(await take(100)).toEqual({ taken: true, waitMs: 0 });
  expect(await take(10)).toEqual({ taken: true, waitMs: 100 });
});

test("parallel requests get each of a second's calls once", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => take(10)));
  const waits = answers.map(({ waitMs }) => waitMs).toSorted((one, other) => one - other);
  expect(waits).toEqual([...Array(10).fill(0), 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
});

test("a rate smaller than the reserve still lets background work through", async () => {
  expect(await take(9, { perSecond: 5, priority: "background" })).toMatchObject({ taken: true });
});

test("each region has its own calls", async () => {
  await fillTo(0);
  expect(await take(10, { region: "us-east-1" })).toEqual({ taken: true, waitMs: 0 });
});

test("background runs of one process get their tokens in batches, in order, and one token per call", async () => {
  const granted: number[] = [];
  const request = { customerId, region: REGION, calls: 8, perSecond: 100, priority: "background" } as const;
  const all = Promise.all([1, 2, 3, 4, 5, 6].map((n) => acquireStsTokens(worker, clock, request).then(() => granted.push(n))));
  const [wait = 0] = await clock.waiting();
  // 60 must stay: the sixth run waits for eight more, and up to twice as long, so that not all workers retry at once.
  expect(wait).toBeGreaterThanOrEqual(80);
  expect(wait).toBeLessThan(160);
  expect([granted, await left()]).toEqual([[1, 2, 3, 4, 5], 60]);
  await pass(0.16);
  await all;
  expect([granted, await left()]).toEqual([[1, 2, 3, 4, 5, 6], 68]);
});

test("people's runs use what background runs must leave, and come before earlier background runs", async () => {
  await fillTo(20);
  const granted: string[] = [];
  const request = { customerId, region: REGION, calls: 4, perSecond: 100 } as const;
  const background = acquireStsTokens(worker, clock, { ...request, priority: "background" }).then(() => granted.push("background"));
  await clock.waiting();
  for (let n = 0; n < 4; n++) {
    const theirs = { ...request, customerId: await arrangeCustomer(database.pool("owner")), priority: "interactive" } as const;
    await acquireStsTokens(worker, clock, theirs).then(() => granted.push("interactive"));
  }
  expect([granted, await left()]).toEqual([Array(4).fill("interactive"), 4]);
  await pass(1);
  await background;
  expect(granted).toEqual([...Array(4).fill("interactive"), "background"]);
});

test("a person's run waits for missing calls, and no longer", async () => {
  await fillTo(0);
  let granted = false;
  const interactive = acquireStsTokens(worker, clock, {
    customerId,
    region: REGION,
    calls: 50,
    perSecond: 100,
    priority: "interactive",
  }).then(() => {
    granted = true;
  });
  expect(await clock.waiting()).toEqual([500]);
  await pass(0.499);
  expect(granted).toBe(false);
  await pass(0.001);
  await interactive;
});

test("background work that has waited for fifteen seconds continues without tokens", async () => {
  await fillTo(0);
  const background = acquireStsTokens(worker, clock, { customerId, region: REGION, calls: 8, perSecond: 100, priority: "background" });
  await clock.waiting();
  // People use all new calls.
  clock.pass(15_000);
  await clock.waiting();
  expect(await left()).toBe(0);
  clock.pass(1400);
  expect(await clock.waiting()).toEqual([80]);
  expect(await left()).toBe(-8);
  clock.pass(80);
  await background;
});

test("when the query fails, the waiting runs get the error and the next one is served", async () => {
  const request = { customerId, region: "no region", calls: 8, perSecond: 100, priority: "background" } as const;
  await expect(acquireStsTokens(worker, clock, request)).rejects.toThrow();
  await acquireStsTokens(worker, clock, { ...request, region: REGION });
});
