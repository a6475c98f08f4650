import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";

/**
 * Milliseconds to wait for a lock. Requests wait behind a migration that waits. It must be less than Postgres's `deadlock_timeout` of one
 * second: then it is the migration that gives way, and not a request.
 */
const LOCK_MS = 300;
/** Milliseconds until the requests that are in progress must have ended. Others wait meanwhile, so it is less than the five seconds of a pool. */
const DRAIN_MS = 1500;
const POLL_MS = 20;

/** Requests that were in progress did not end in time. Nothing was changed. */
export class TablesInUse extends Error {
  override readonly name = "TablesInUse";

  constructor() {
    super("Tables are in use.");
  }
}

/**
 * Locks every table of the portal in this transaction, before anything is changed. A migration that locked one table after the other, while requests
 * hold some of them, would be part of deadlocks, which end requests. From here to the end, about a second, requests wait.
 *
 * A busy portal has at every moment some transaction that holds one table and needs another one, so locking all tables at once would rarely
 * succeed. Each request reads `sessions` first, in a transaction of its own, so that table is locked first: new requests wait there and hold
 * nothing, and those in progress end.
 * @throws TablesInUse if requests in progress take too long
 * @throws pg.DatabaseError if a lock is not free in time
 */
export async function lockTables(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string; table: string }>(
    `select oid::regclass::text as name, relname as "table" from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and pg_has_role(relowner, 'usage') order by oid`,
  );
  if (rows.length === 0) return;
  // The time of a lock counts for each table, and that of the statement for all of them.
  await client.query(`set local lock_timeout = ${LOCK_MS}; set local statement_timeout = ${LOCK_MS}`);
  // The first migration of the baseline creates it.
  if (rows.some(({ table }) => table === "sessions")) {
    await client.query("lock table public.sessions in access exclusive mode");
    await untilUnused(client);
  }
  await client.query(`lock table ${rows.map(({ name }) => name).join(", ")} in access exclusive mode`);
  await client.query("set local statement_timeout to default");
}

/** Waits until no other session reads or writes a table. Autovacuum has a stronger lock, which does not count here. */
async function untilUnused(client: pg.ClientBase): Promise<void> {
  const deadline = performance.now() + DRAIN_MS;
  for (;;) {
    const { rows } = await client.query(
      `select from pg_locks l join pg_class c on c.oid = l.relation
        where l.database = (select oid from pg_database where datname = current_database()) and l.granted and l.pid <> pg_backend_pid()
          and l.mode in ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
          and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') limit 1`,
    );
    if (rows.length === 0) return;
    if (performance.now() > deadline) throw new TablesInUse();
    await wait(POLL_MS);
  }
}
