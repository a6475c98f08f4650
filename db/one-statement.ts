import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { CustomerActor } from "#kernel/actor.ts";
import { CustomerId } from "#kernel/ids.ts";
import { poolOf } from "./pools.ts";

const dialect = new PgDialect();

/**
 * Runs one statement by itself for a customer, in one round trip and in PostgreSQL's own transaction around it: for what is
 * asked at every read. `own` is a row source with the column `id`: the statement must take the customer's id from it
 * (`lateral f(own.id, …)`), which sets `app.customer_id` first. A function that is called otherwise finds no customer.
 * `name`: of the prepared statement; one name, one text, on every connection that it is asked on.
 */
export async function oneStatement<Row extends Record<string, unknown>>(
  actor: CustomerActor,
  name: string,
  statement: (own: SQL) => SQL,
): Promise<readonly Row[]> {
  const own = sql`(select set_config('app.customer_id', ${CustomerId.parse(actor.customerId)}, true)::uuid as id offset 0) own`;
  const { sql: text, params } = dialect.sqlToQuery(statement(own));
  const { rows } = await poolOf("app").query<Row>({ name, text, values: params });
  return rows;
}
