import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { UserId } from "#kernel/ids.ts";
import { oneStatement } from "./in-transaction.ts";
import { configurePools, poolOf } from "./pools.ts";
import { arrangeCustomer } from "./testing/arrange.ts";
import { arrangeConnection } from "./testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "./testing/test-database.ts";

let database: TestDatabase;
let actor: CustomerActor;
let connectionId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const owner = database.pool("owner");
  const customerId = await arrangeCustomer(owner);
  connectionId = (await arrangeConnection(owner, customerId)).id;
  actor = { kind: "customer", customerId, userId: UserId.parse(crypto.randomUUID()), role: "owner" };
  const { app, staff, worker, signin } = database.urls;
  configurePools({ app, staff, worker, signin }, { max: 1 });
});
afterAll(() => database.drop());

test("a function that takes the customer from `own` finds it, and the connection has no customer set afterwards", async () => {
  const opened = await oneStatement(
    actor,
    "opens",
    (own) => sql`select o.role_id from ${own}, lateral open_connection_for_read(own.id, ${connectionId}, false) o`,
  );
  expect(opened).toHaveLength(1);
  const { rows } = await poolOf("app").query("select nullif(current_setting('app.customer_id', true), '') as customer");
  expect(rows).toEqual([{ customer: null }]);
});

test("a function that does not take the customer from `own` finds none", async () => {
  await expect(
    oneStatement(actor, "open without own", () => sql`select * from open_connection_for_read(${actor.customerId}, ${connectionId}, false)`),
  ).rejects.toThrow();
});
