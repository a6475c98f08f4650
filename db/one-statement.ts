import { type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import type { CustomerActor } from "#lib/kernel/actor.ts";
import { CustomerId } from "#lib/kernel/ids.ts";
import { poolOf } from "./pools.ts";

/**
 * Runs one statement by itself, in one round trip and in PostgreSQL's own transaction around it: for what is asked at every
 * read. For a customer `own` is a row source with the column `id`: the statement must take the customer's id from it
 * (`lateral f(own.id, …)`), which sets `app.customer_id` first. A function that is called otherwise finds no customer.
 */
export async function oneStatement<Row extends Record<string, unknown>>(
  actor: CustomerActor | { readonly kind: "sign-in" },
  statement: (own: SQL) => SQL,
): Promise<readonly Row[]> {
  const isCustomer = actor.kind === "customer";
  const own = isCustomer
    ? sql`(select set_config('app.customer_id', ${CustomerId.parse(actor.customerId)}, true)::uuid as id offset 0) own`
    : sql`(select 1) own`;
  const { rows } = await drizzle(poolOf(isCustomer ? "app" : "signin")).execute<Row>(statement(own));
  return rows as Row[];
}
