import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { configurePools } from "#db/pools.ts";
import { type CallsWanted, takeStsCalls } from "#db/queries/sts-calls.ts";
import { arrangeCustomer, arrangeMember } from "#db/testing/arrange.ts";
import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { fakeClock } from "#kernel/testing/fake-clock.ts";
import { acquireStsTokens, acquireTokensForRead } from "./sts-budget.ts";

let database: Awaited<ReturnType<typeof createFakeTimeDatabase>>;
const REGION = "eu-central-1";
const worker = { kind: "system", task: "worker" } as const;

beforeEach(async () => {
  database = await createFakeTimeDatabase();
  configurePools({ app: database.urls.app, worker: database.urls.worker });
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
  const text = "select round(100 * extract(epoch from now() - paid_until))::int as calls from sts_regions";
  return (await database.pool("owner").query<{ calls: number }>(text)).rows[0]?.calls ?? Number.NaN;
}

async function newCustomer(): Promise<CustomerActor> {
  const owner = database.pool("owner");
  const id = await arrangeCustomer(owner);
  return { kind: "customer", customerId: id, userId: await arrangeMember(owner, id), role: "owner" };
}
/** One request of a customer's user, as any web process makes it. */
const takeAs = (actor: CustomerActor, calls: number) =>
  inTransaction(actor, (tx) =>
    takeStsCalls(tx, { customerId: actor.customerId, region: REGION, calls, perSecond: 100, priority: "interactive" }),
  );
const given = (calls: number, answers: readonly { readonly taken: boolean }[]) => answers.filter(({ taken }) => taken).length * calls;

test("one customer floods from several processes: due checks continue, and another's verification starts at the first try", async () => {
  const [attacker, other] = [await newCustomer(), await newCustomer()];
  await fillTo(100);
  const got = { attacker: 0, background: 0 };
  let longestWait = 0;
  for (let tenth = 1; tenth <= 100; tenth++) {
    await database.time.pass("100 ms");
    const flood = () => Promise.all(Array.from({ length: 6 }, () => takeAs(attacker, 10)));
    got.attacker += given(10, await flood());
    // The workers request more than there is: 160 calls a second.
    const due = await Promise.all([take(8, { priority: "background" }), take(8, { priority: "background" })]);
    got.background += given(8, due);
    if (tenth % 10 === 0) {
      const { taken, waitMs } = await takeAs(other, 10);
      expect(taken).toBe(true);
      longestWait = Math.max(longestWait, waitMs);
    }
    got.attacker += given(10, await flood());
  }
  // A tenth of the calls of ten seconds, its unused share, and those of the first second, before anybody waited.
  expect(got.attacker).toBeLessThanOrEqual(100 + 10 + 40);
  expect(got.attacker).toBeGreaterThanOrEqual(100);
  expect(got.background).toBeGreaterThanOrEqual(600);
  expect(longestWait).toBe(0);
});

test("users of many customers request everything: due checks still get a fifth, and nothing is granted more than 3 s ahead", async () => {
  const crowd = await Promise.all(Array.from({ length: 15 }, newCustomer));
  await fillTo(0);
  let [background, people] = [0, 0];
  for (let tenth = 1; tenth <= 100; tenth++) {
    await database.time.pass("100 ms");
    const answers = await Promise.all(crowd.map((one) => takeAs(one, 10)));
    people += given(10, answers);
    for (const { taken, waitMs } of answers) if (taken) expect(waitMs).toBeLessThanOrEqual(3400);
    background += given(8, await Promise.all([take(8, { priority: "background" }), take(8, { priority: "background" })]));
  }
  // A fifth of 1,000 calls; the last three seconds were granted ahead to people.
  expect(background).toBeGreaterThanOrEqual(190);
  expect(people).toBeGreaterThan(900);
});

test("a single customer can use everything that nobody else needs, without a penalty later", async () => {
  const single = await newCustomer();
  await fillTo(100);
  let calls = 0;
  for (let tenth = 1; tenth <= 50; tenth++) {
    await database.time.pass("100 ms");
    calls += given(10, await Promise.all([takeAs(single, 10), takeAs(single, 10)]));
  }
  expect(calls).toBeGreaterThan(450);
  // Once background work waits, the customer is limited to its share, which fills from now on.
  while ((await take(8, { priority: "background" })).taken);
  expect(await takeAs(single, 10)).toMatchObject({ taken: false });
  await database.time.pass("1 s");
  expect(await takeAs(single, 10)).toMatchObject({ taken: true });
});

test("whatever the portal's rate, a customer's share is enough for one verification", async () => {
  const one = await newCustomer();
  const slow = { customerId: one.customerId, region: REGION, perSecond: 12, priority: "interactive" } as const;
  const first = await inTransaction(one, (tx) => takeStsCalls(tx, { ...slow, calls: 10 }));
  expect(first.taken).toBe(true);
  expect((await inTransaction(one, (tx) => takeStsCalls(tx, { ...slow, calls: 10 }))).taken).toBe(false);
});

test("a read over its customer's share fails after five seconds and uses no tokens; a run continues after fifteen", async () => {
  const clock = fakeClock();
  const attacker = await newCustomer();
  await fillTo(0);
  for (let n = 0; n < 10; n++) await takeAs(attacker, 10);
  await take(8, { priority: "background" });
  const request = { customerId: attacker.customerId, region: REGION, calls: 1, perSecond: 100 } as const;
  const before = await left();
  const read = acquireTokensForRead(attacker, clock, request);
  for (let n = 0; n < 5; n++) {
    await clock.waiting();
    clock.pass(1000);
  }
  expect(await read).toBe(false);
  expect(await left()).toBe(before);
  const run = acquireStsTokens(attacker, clock, { ...request, calls: 10, priority: "interactive" });
  for (let n = 0; n < 15; n++) {
    await clock.waiting();
    clock.pass(1000);
  }
  await clock.waiting();
  expect(await left()).toBe(before - 10);
  clock.pass(3500);
  await run;
});

test("nobody can use another customer's share", async () => {
  const [one, other] = [await newCustomer(), await newCustomer()];
  const foreign = { customerId: other.customerId, region: REGION, calls: 1, perSecond: 100, priority: "interactive" } as const;
  await expect(inTransaction(one, (tx) => takeStsCalls(tx, foreign))).rejects.toMatchObject({ cause: { code: "P0002" } });
  await expect(inTransaction(one, (tx) => takeStsCalls(tx, { ...foreign, customerId: null }))).rejects.toMatchObject({
    cause: { code: "P0002" },
  });
});
