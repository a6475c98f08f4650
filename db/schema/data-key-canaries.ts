import { sql } from "drizzle-orm";
import { check, pgTable, text } from "drizzle-orm/pg-core";
import { ownerSees, staffAndWorkerRead } from "./policies.ts";

/** A known value that a key of DATA_KEYS has sealed, by the ID of the key. A process that starts opens it, to notice a wrong key. */
export const dataKeyCanaries = pgTable(
  "data_key_canaries",
  { keyId: text("key_id").primaryKey(), sealed: text("sealed").notNull() },
  () => [
    check("data_key_canary_id", sql`key_id ~ '^[a-z0-9]{1,16}$'`),
    check("data_key_canary_sealed", sql`sealed ~ '^[A-Za-z0-9_-]{40,100}$'`),
    ownerSees(),
    staffAndWorkerRead(),
  ],
);
