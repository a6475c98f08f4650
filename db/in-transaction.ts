import { type SQL, sql } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { PgDialect } from "drizzle-orm/pg-core";
import type { PoolClient } from "pg";
import type { Actor, CustomerActor, SystemActor } from "#kernel/actor.ts";
import { CustomerId, UserId } from "#kernel/ids.ts";
import { sqlStateOf } from "./database-refusal.ts";
import { type PoolName, poolOf } from "./pools.ts";

/**
 * Runs `work` in one READ COMMITTED transaction. The kind of the actor decides the database role: sp_app for a person of a
 * customer (who sees the rows of that customer only), sp_staff for a member of staff and for commands that only read, sp_worker
 * for the worker, sp_owner for commands that add or erase, sp_signin for sign-in.
 * Commits when `work` resolves; rolls back and rethrows when it rejects. A deadlock or a serialization failure (SQLSTATE 40P01,
 * 40001) is retried once, so `work` must do nothing but database work: call AWS before or after it.
 * @param options.mayBeLost the commit does not wait for the disk, so a crash of the database may undo it for up to a second
 */
export async function inTransaction<T>(
  actor: Actor,
  work: (tx: Transaction) => Promise<T>,
  options: { readOnly?: boolean; mayBeLost?: boolean } = {},
): Promise<T> {
  const readOnly = options.readOnly === true ? " read only" : "";
  const asynchronous = options.mayBeLost === true ? "; set local synchronous_commit = off" : "";
  const begin = `begin isolation level read committed${readOnly}${asynchronous}${nameSetting(actor)}`;
  const name = poolNameOf(actor);
  try {
    return await attempt(name, begin, work);
  } catch (error) {
    const state = sqlStateOf(error);
    if (state !== "40P01" && state !== "40001") throw error;
    return attempt(name, begin, work);
  }
}

const POOL_OF_TASK: Readonly<Record<SystemActor["task"], PoolName>> = { worker: "worker", cli: "staff", "owner-cli": "owner" };

function poolNameOf(actor: Actor): PoolName {
  switch (actor.kind) {
    case "customer":
      return "app";
    case "staff":
      return "staff";
    case "sign-in":
      return "signin";
    case "system":
      return POOL_OF_TASK[actor.task];
  }
}

/** Sent with `begin` in one round trip, as query text without parameters, so the IDs are validated here again. */
function nameSetting(actor: Actor): string {
  if (actor.kind === "staff") return `; select set_config('app.user_id', '${UserId.parse(actor.userId)}', true)`;
  if (actor.kind !== "customer") return "";
  const [customer, user] = [CustomerId.parse(actor.customerId), UserId.parse(actor.userId)];
  return `; select set_config('app.customer_id', '${customer}', true), set_config('app.user_id', '${user}', true)`;
}

async function attempt<T>(name: PoolName, begin: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await poolOf(name).connect();
  let broken: unknown;
  try {
    await client.query(begin);
    const result = await work(drizzle(client));
    await client.query("commit");
    return result;
  } catch (error) {
    broken = await rollback(client);
    throw error;
  } finally {
    client.release(broken !== undefined);
  }
}

async function rollback(client: PoolClient): Promise<unknown> {
  try {
    await client.query("rollback");
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The transaction of one unit of work. It has no method `transaction`, because units of work do not nest. */
export type Transaction = Omit<NodePgDatabase, "transaction" | "$client">;

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
