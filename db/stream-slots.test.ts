import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CustomerId, UserId } from "#kernel/ids.ts";
import { configurePools } from "./pools.ts";
import { takeStreamSlot } from "./stream-slots.ts";
import { createTestDatabase, type TestDatabase } from "./testing/test-database.ts";

const LIMITS = { person: 3, customer: 4 };

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  configurePools({ app: database.urls.app });
});
afterEach(() => database.drop());

const somebody = (customerId = CustomerId.parse(randomUUID())) => ({ userId: UserId.parse(randomUUID()), customerId });

async function taken(who: ReturnType<typeof somebody>): Promise<() => void> {
  const slot = await takeStreamSlot(who, LIMITS);
  if (slot.kind !== "taken") throw new Error(`full for the ${slot.whose}`);
  return slot.release;
}

test("a person has a limited number of slots, and a released slot is free at once", async () => {
  const who = somebody();
  const releases = await Promise.all([taken(who), taken(who), taken(who)]);
  expect(await takeStreamSlot(who, LIMITS)).toEqual({ kind: "full", whose: "person" });
  releases[1]?.();
  releases[1]?.();
  await taken(who);
  expect(await takeStreamSlot(who, LIMITS)).toEqual({ kind: "full", whose: "person" });
  await taken(somebody());
});

test("a person's slots are counted over all customers, a customer's over all its people", async () => {
  const [person, customer] = [somebody(), somebody()];
  for (let n = 0; n < 3; n++) await taken({ ...person, customerId: somebody().customerId });
  expect(await takeStreamSlot(person, LIMITS)).toEqual({ kind: "full", whose: "person" });
  const releases = [];
  for (let n = 0; n < 4; n++) releases.push(await taken(somebody(customer.customerId)));
  const late = somebody(customer.customerId);
  for (let n = 0; n < 5; n++) expect(await takeStreamSlot(late, LIMITS)).toEqual({ kind: "full", whose: "customer" });
  releases[0]?.();
  await taken(late);
});

test("a slot is taken for all processes, and free when its process ends", async () => {
  const who = somebody();
  const other = await database.pool("app").connect();
  const lock =
    "select pg_try_advisory_lock(hashtextextended('sallyport stream person ' || $1 || ' ' || slot, 0)) from generate_series(1, 3) slot";
  await other.query(lock, [who.userId]);
  expect(await takeStreamSlot(who, LIMITS)).toEqual({ kind: "full", whose: "person" });
  other.release(true);
  await expect.poll(async () => (await takeStreamSlot(who, LIMITS)).kind).toBe("taken");
});

test("a broken connection is replaced, and the open streams are counted again", async () => {
  const who = somebody();
  for (let n = 0; n < 3; n++) await taken(who);
  const end =
    "select count(pg_terminate_backend(pid))::int as ended from pg_stat_activity where application_name = 'sallyport-app-dedicated' and datname = current_database()";
  expect((await database.pool("admin").query<{ ended: number }>(end)).rows[0]?.ended).toBe(1);
  await expect.poll(async () => (await takeStreamSlot(who, LIMITS).catch(() => ({ kind: "gone" }))).kind).toBe("full");
});

test("all slots use one connection, which is not of the pool", async () => {
  const who = somebody();
  for (let n = 0; n < 3; n++) await taken(who);
  await taken(somebody());
  const { rows } = await database
    .pool("admin")
    .query<{ name: string }>(
      "select application_name as name from pg_stat_activity where datname = current_database() and usename = 'sp_app'",
    );
  expect(rows.map(({ name }) => name).filter((name) => name.startsWith("sallyport-"))).toEqual(["sallyport-app-dedicated"]);
});
