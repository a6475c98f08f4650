import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { Transaction } from "./in-transaction.ts";

/**
 * Runs `work` in a read-only transaction on a connection of its own, outside the pools, for a check that must not configure them.
 * Connecting and each statement take five seconds at most.
 * @param url logs in as any role that may read what `work` reads
 * @throws the database error if the server can't be reached or the role may not read
 */
export async function readOnce<T>(url: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, query_timeout: 5000 });
  // An error of an idle connection also reaches the query that waits for it.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("begin read only");
    return await work(drizzle(client));
  } finally {
    await client.end().catch(() => undefined);
  }
}
