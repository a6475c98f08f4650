import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CustomerActor } from "#lib/kernel/actor.ts";
import { type ConnectionId, UserId } from "#lib/kernel/ids.ts";
import { oneStatement } from "./one-statement.ts";
import { configurePools, poolOf } from "./pools.ts";
import { openForRead } from "./queries/connections-open.ts";
import { arrangeCustomer } from "./testing/arrange.ts";
import { arrangeConnection } from "./testing/arrange-proof.ts";
import { createTestDatabase, type TestDatabase } from "./testing/test-database.ts";

let database: TestDatabase;
let customers: { readonly actor: CustomerActor; readonly connectionId: ConnectionId }[];

beforeAll(async () => {
  database = await createTestDatabase();
  const owner = database.pool("owner");
  customers = [];
  for (let n = 0; n < 3; n++) {
    const customerId = await arrangeCustomer(owner);
    const { id } = await arrangeConnection(owner, customerId);
    customers.push({
      actor: { kind: "customer", customerId, userId: UserId.parse(crypto.randomUUID()), role: "owner" },
      connectionId: id as ConnectionId,
    });
  }
  const { app, staff, worker, signin } = database.urls;
  configurePools({ app, staff, worker, signin }, { max: 1 });
});
afterAll(() => database.drop());

test("60 interleaved reads on one pooled connection open each customer's own connection and no other's", async () => {
  const own = await Promise.allSettled(
    Array.from({ length: 60 }, (_, n) => {
      const asker = customers[n % 3];
      const asked = customers[(n + (n % 2)) % 3];
      if (asker === undefined || asked === undefined) throw new Error("three customers were arranged");
      return openForRead(asker.actor, asked.connectionId, false);
    }),
  );
  for (const [n, outcome] of own.entries()) expect(outcome.status).toBe(n % 2 === 0 ? "fulfilled" : "rejected");
});

test("the connection that served a customer knows no customer afterwards", async () => {
  const [first] = customers;
  if (first === undefined) throw new Error("three customers were arranged");
  await openForRead(first.actor, first.connectionId, false);
  const { rows } = await poolOf("app").query("select nullif(current_setting('app.customer_id', true), '') as customer");
  expect(rows).toEqual([{ customer: null }]);
});

test("a function that is not given the customer by the statement finds none", async () => {
  const [first] = customers;
  if (first === undefined) throw new Error("three customers were arranged");
  const { customerId } = first.actor;
  await expect(
    oneStatement(first.actor, () => sql`select * from open_connection_for_read(${customerId}, ${first.connectionId}, false)`),
  ).rejects.toThrow();
});
