import { expect } from "playwright/test";
import { superuserUrl } from "#stack/testing/running-stack.ts";
import { withDatabase } from "./with-database.ts";

const END_WAIT = "update connections set waiting_until = now(), next_check_at = now() where id = $1 and waiting_until > now()";

/**
 * Ends the two minutes for which a verification waits for a new role, for one connection. Its next attempt starts at once and is the last one.
 * Changes nothing else, so the page shows what it shows after two minutes.
 */
export async function endWaiting(connectionId: string): Promise<void> {
  await withDatabase(superuserUrl(), async (database) => {
    // A running attempt writes its old times back when it ends, so this repeats until the last attempt has ended.
    const status = async () => {
      await database.query(END_WAIT, [connectionId]);
      const { rows } = await database.query("select status from connections where id = $1", [connectionId]);
      return rows[0]?.status;
    };
    await expect.poll(status).not.toBe("verifying");
  });
}

/** The portal's ID of the query that a connection runs. */
export async function runningQuery(connectionId: string): Promise<string> {
  const text = "select id from log_queries where connection_id = $1 and ended_at is null";
  const { rows } = await withDatabase(superuserUrl(), (database) => database.query<{ id: string }>(text, [connectionId]));
  return rows[0]?.id ?? "";
}

/** Makes the last heartbeats of a connection's running queries so old that the worker takes the queries for orphaned. */
export async function loseHeartbeats(connectionId: string): Promise<void> {
  const text = "update log_queries set heartbeat_at = heartbeat_at - interval '24 s' where connection_id = $1 and ended_at is null";
  await withDatabase(superuserUrl(), (database) => database.query(text, [connectionId]));
}

/** Makes the queries of a connection so much older, for example "7 days". */
export async function ageQueries(connectionId: string, by: string): Promise<void> {
  const text = "update log_queries set started_at = started_at - $2::interval, ended_at = ended_at - $2::interval where connection_id = $1";
  await withDatabase(superuserUrl(), async (database) => {
    // A trigger refuses to change a query that has ended.
    await database.query("set session_replication_role = replica");
    await database.query(text, [connectionId, by]);
  });
}
