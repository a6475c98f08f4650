import { afterEach, beforeEach, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { configurePools } from "#db/pools.ts";
import { type CallsWanted, takeStsCalls } from "#db/queries/runs-sts.ts";
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
/** Empties the bucket, which fills with a hundred calls a second, and lets time pass until it has so many. */
async function savedUp(calls: number): Promise<void> {
  await take(100);
  await database.time.pass(`${calls / 100} s`);
}
/** How many calls are saved up. */
async function left(): Promise<number> {
  const text = "select round(100 * extract(epoch from now() - paid_until))::int as calls from sts_regions";
  return (await database.pool("owner").query<{ calls: number }>(text)).rows[0]?.calls ?? Number.NaN;
}

async function newCustomer(): Promise<CustomerActor> {
  const owner = database.pool("owner");
  const id = await arrangeCustomer(owner);
  return { kind: "customer", customerId: id, userId: await arrangeMember(owner, id), role: "owner" };
}
/** One request of a customer's person, as any of the web processes makes it. */
const takeAs = (actor: CustomerActor, calls: number) =>
  inTransaction(actor, (tx) =>
    takeStsCalls(tx, { customerId: actor.customerId, region: REGION, calls, perSecond: 100, priority: "interactive" }),
  );
const given = (calls: number, answers: readonly { readonly taken: boolean }[]) => answers.filter(({ taken }) => taken).length * calls;

test("one customer floods from several processes: due checks go on, and another's verification starts at its first turn", async () => {
  const [attacker, other] = [await newCustomer(), await newCustomer()];
  await savedUp(100);
  const got = { attacker: 0, background: 0 };
  let longestWait = 0;
  for (let tenth = 1; tenth <= 100; tenth++) {
    await database.time.pass("100 ms");
    const flood = () => Promise.all(Array.from({ length: 6 }, () => takeAs(attacker, 10)));
    got.attacker += given(10, await flood());
    // The workers want more than there is: 160 calls a second.
    const due = await Promise.all([take(8, { priority: "background" }), take(8, { priority: "background" })]);
    got.background += given(8, due);
    if (tenth % 10 === 0) {
      const { taken, waitMs } = await takeAs(other, 10);
      expect(taken).toBe(true);
      longestWait = Math.max(longestWait, waitMs);
    }
    got.attacker += given(10, await flood());
  }
  // A tenth of the calls of ten seconds, the share that it had saved up, and the first second's before anybody waited.
  expect(got.attacker).toBeLessThanOrEqual(100 + 10 + 40);
  expect(got.attacker).toBeGreaterThanOrEqual(100);
  expect(got.background).toBeGreaterThanOrEqual(600);
  expect(longestWait).toBe(0);
});

test("people of many customers want all there is: due checks have a fifth nonetheless, and nobody runs ahead by more than 3 s", async () => {
  const crowd = await Promise.all(Array.from({ length: 15 }, newCustomer));
  await savedUp(0);
  let [background, people] = [0, 0];
  for (let tenth = 1; tenth <= 100; tenth++) {
    await database.time.pass("100 ms");
    const answers = await Promise.all(crowd.map((one) => takeAs(one, 10)));
    people += given(10, answers);
    for (const { taken, waitMs } of answers) if (taken) expect(waitMs).toBeLessThanOrEqual(3400);
    background += given(8, await Promise.all([take(8, { priority: "background" }), take(8, { priority: "background" })]));
  }
  // A fifth of a thousand, and then the last three seconds' that were given ahead are the people's.
  expect(background).toBeGreaterThanOrEqual(190);
  expect(people).toBeGreaterThan(900);
});

test("a customer alone has all that nobody else needs, and pays nothing for it later", async () => {
  const alone = await newCustomer();
  await savedUp(100);
  let calls = 0;
  for (let tenth = 1; tenth <= 50; tenth++) {
    await database.time.pass("100 ms");
    calls += given(10, await Promise.all([takeAs(alone, 10), takeAs(alone, 10)]));
  }
  expect(calls).toBeGreaterThan(450);
  // Background work begins to wait: the customer is held to its share, which fills from now on.
  while ((await take(8, { priority: "background" })).taken);
  expect(await takeAs(alone, 10)).toMatchObject({ taken: false });
  await database.time.pass("1 s");
  expect(await takeAs(alone, 10)).toMatchObject({ taken: true });
});

test("whatever the portal's rate, a share is enough for one verification", async () => {
  const one = await newCustomer();
  const slow = { customerId: one.customerId, region: REGION, perSecond: 12, priority: "interactive" } as const;
  const first = await inTransaction(one, (tx) => takeStsCalls(tx, { ...slow, calls: 10 }));
  expect(first.taken).toBe(true);
  expect((await inTransaction(one, (tx) => takeStsCalls(tx, { ...slow, calls: 10 }))).taken).toBe(false);
});

test("a read over its customer's share is told so after five seconds, and nothing is paid; a run goes on after fifteen", async () => {
  const clock = fakeClock();
  const attacker = await newCustomer();
  await savedUp(0);
  for (let n = 0; n < 10; n++) await takeAs(attacker, 10);
  await take(8, { priority: "background" });
  const bill = { customerId: attacker.customerId, region: REGION, calls: 1, perSecond: 100 } as const;
  const before = await left();
  const read = acquireTokensForRead(attacker, clock, bill);
  for (let n = 0; n < 5; n++) {
    await clock.waiting();
    clock.pass(1000);
  }
  expect(await read).toBe(false);
  expect(await left()).toBe(before);
  const run = acquireStsTokens(attacker, clock, { ...bill, calls: 10, lane: "asked" });
  for (let n = 0; n < 15; n++) {
    await clock.waiting();
    clock.pass(1000);
  }
  await clock.waiting();
  expect(await left()).toBe(before - 10);
  clock.pass(3500);
  await run;
});

test("nobody takes calls from another customer's share", async () => {
  const [one, other] = [await newCustomer(), await newCustomer()];
  const foreign = { customerId: other.customerId, region: REGION, calls: 1, perSecond: 100, priority: "interactive" } as const;
  await expect(inTransaction(one, (tx) => takeStsCalls(tx, foreign))).rejects.toMatchObject({ cause: { code: "P0002" } });
  await expect(inTransaction(one, (tx) => takeStsCalls(tx, { ...foreign, customerId: null }))).rejects.toMatchObject({
    cause: { code: "P0002" },
  });
});
