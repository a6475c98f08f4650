import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { CustomerActor } from "#kernel/actor.ts";
import { CustomerId } from "#kernel/ids.ts";
import { poolOf } from "./pools.ts";

const dialect = new PgDialect();

/**
 * Runs one statement for a customer in one round trip, without BEGIN and COMMIT, for queries that come with every read of logs.
 * @param name of the prepared statement; it must always be used with the same SQL
 * @param statement returns the SQL. `own` is a row source with the column `id`, from which the statement must take the customer's
 *   ID (`lateral f(own.id, …)`): reading it sets `app.customer_id`, without which a function finds no customer
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
