import { sql } from "drizzle-orm";
import { check, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";

/** When each worker was last alive. */
export const workerHeartbeats = pgTable(
  "worker_heartbeats",
  { workerId: text("worker_id").primaryKey(), beatAt: moment("beat_at").notNull().defaultNow() },
  () => [check("worker_id_word", sql`worker_id ~ '^[A-Za-z0-9._-]{1,80}$'`)],
);
