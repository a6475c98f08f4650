import { sql } from "drizzle-orm";
import { check, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";

/** The time at which each worker was last known to be running, and when it ended normally. */
export const workerHeartbeats = pgTable(
  "worker_heartbeats",
  { workerId: text("worker_id").primaryKey(), beatAt: moment("beat_at").notNull().defaultNow(), endedAt: moment("ended_at") },
  () => [check("worker_id_word", sql`worker_id ~ '^[A-Za-z0-9._-]{1,80}$'`)],
);
