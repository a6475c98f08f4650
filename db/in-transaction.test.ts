import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor, CustomerActor } from "#kernel/actor.ts";
import { type CustomerId, UserId } from "#kernel/ids.ts";
import { inTransaction } from "./in-transaction.ts";
import { closePools, configurePools, poolOf } from "./pools.ts";
import { arrangeCustomer } from "./testing/arrange.ts";
import { arrangeConnection } from "./testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "./testing/test-database.ts";

let database: TestDatabase;
let customers: CustomerActor[];

beforeAll(async () => {
  database = await createTestDatabase();
  // The test server never waits for its disk. This database does, so that the tests see which transaction does not.
  await database
    .pool("admin")
    .query("do $$ begin execute format('alter database %I set synchronous_commit = on', current_database()); end $$");
  const owner = database.pool("owner");
  customers = [];
  for (let n = 0; n < 3; n++) {
    const customerId = await arrangeCustomer(owner);
    for (let i = 0; i <= n; i++) await arrangeConnection(owner, customerId);
    customers.push({ kind: "customer", customerId, userId: UserId.parse(crypto.randomUUID()), role: "owner" });
  }
  const { app, staff, worker, signin, owner: commands } = database.urls;
  configurePools({ app, staff, worker, signin, owner: commands }, { max: 1 });
});
afterAll(() => database.drop());

const visible = async (actor: Actor) =>
  inTransaction(actor, async (tx) =>
    (await tx.execute<{ customer_id: string }>(sql`select customer_id from connections`)).rows.map((row) => row.customer_id),
  );

test("500 interleaved transactions on one pooled connection return no row of another customer", async () => {
  const seen = await Promise.all(
    Array.from({ length: 500 }, (_, n) => customers[n % 3] as CustomerActor).map(async (actor) => ({ actor, rows: await visible(actor) })),
  );
  for (const { actor, rows } of seen) {
    expect(rows).toEqual(Array(customers.indexOf(actor) + 1).fill(actor.customerId));
  }
});

test("a pooled connection has no customer set after the transaction", async () => {
  await visible(customers[0] as CustomerActor);
  const { rowCount } = await poolOf("app").query("select id from connections");
  expect(rowCount).toBe(0);
});

test("an ID that is not a UUID is refused, although it would form a valid statement", async () => {
  const [mine, theirs] = customers as [CustomerActor, CustomerActor];
  const inserted = (value: string) => `${value}', true), set_config('app.customer_id', '${theirs.customerId}`;
  const customerId = inserted(mine.customerId) as CustomerId;
  await expect(visible({ ...mine, customerId })).rejects.toThrow(/uuid/i);
  await expect(visible({ ...mine, userId: inserted(mine.userId) as UserId })).rejects.toThrow(/uuid/i);
});

test.each([
  [{ kind: "staff", userId: UserId.parse("018f0000-0000-7000-8000-000000000000"), role: "admin" }, "sp_staff"],
  [{ kind: "system", task: "cli" }, "sp_staff"],
  [{ kind: "system", task: "owner-cli" }, "sp_owner"],
  [{ kind: "system", task: "worker" }, "sp_worker"],
  [{ kind: "sign-in" }, "sp_signin"],
] as [Actor, string][])("%o works as %s", async (actor, role) => {
  expect(await inTransaction(actor, async (tx) => (await tx.execute(sql`select session_user as who`)).rows)).toEqual([{ who: role }]);
});

test("a failure rolls back what was written, and the connection stays usable", async () => {
  const actor = customers[0] as CustomerActor;
  const rename = (name: string) => sql`update connections set name = ${name}`;
  await expect(
    inTransaction(actor, async (tx) => {
      await tx.execute(rename("half done"));
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  const { rows } = await inTransaction(actor, (tx) => tx.execute(sql`select name from connections`));
  expect(rows).not.toContainEqual({ name: "half done" });
});

test("a read-only transaction cannot write", async () => {
  const write = inTransaction(customers[0] as CustomerActor, (tx) => tx.execute(sql`update connections set name = 'x'`), {
    readOnly: true,
  });
  await expect(write).rejects.toMatchObject({ cause: { code: "25006" } });
});

test("only a transaction that may be lost commits without waiting for the disk; the next one on its connection waits", async () => {
  const how = (options: { mayBeLost?: boolean }) =>
    inTransaction(customers[0] as CustomerActor, async (tx) => (await tx.execute(sql`show synchronous_commit`)).rows, options);
  expect(await how({ mayBeLost: true })).toEqual([{ synchronous_commit: "off" }]);
  expect(await how({})).toEqual([{ synchronous_commit: "on" }]);
});

test("a deadlock is retried once, any other failure is not", async () => {
  const tries = { deadlock: 0, twice: 0, other: 0 };
  const fail = (code: string) => Object.assign(new Error("made up"), { code, severity: "ERROR" });
  const actor = customers[0] as CustomerActor;
  expect(await inTransaction(actor, async () => (++tries.deadlock === 1 ? Promise.reject(fail("40P01")) : "done"))).toBe("done");
  await expect(inTransaction(actor, async () => (++tries.twice > 0 ? Promise.reject(fail("40001")) : 0))).rejects.toThrow("made up");
  await expect(inTransaction(actor, async () => (++tries.other > 0 ? Promise.reject(fail("23505")) : 0))).rejects.toThrow("made up");
  expect(tries).toEqual({ deadlock: 2, twice: 2, other: 1 });
});

test("a pool refuses the URL of another role and names the URL that is missing", async () => {
  const { app, owner } = database.urls;
  await closePools();
  expect(() => configurePools({ app: owner })).toThrow("sp_app");
  expect(() => poolOf("app")).toThrow("not configured");
  configurePools({ app });
  expect(() => poolOf("worker")).toThrow("sp_worker");
  expect(() => configurePools({ app: `${app}?x=1` })).toThrow("already");
});
