import { sql } from "drizzle-orm";
import { boolean, check, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { ownerSees, staffAndWorkerRead } from "./policies.ts";

/** The fingerprints of the key that indexes new role ARNs and, during a rotation, of the one before it. One row. */
export const arnIndexKeys = pgTable(
  "arn_index_keys",
  {
    onlyRow: boolean("only_row").primaryKey().default(true),
    currentKey: text("current_key").notNull(),
    previousKey: text("previous_key"),
    rotatedAt: moment("rotated_at"),
  },
  () => [
    check("arn_index_one_row", sql`only_row`),
    check("arn_index_fingerprint", sql`current_key ~ '^[0-9a-f]{32}$' and previous_key ~ '^[0-9a-f]{32}$'`),
    check("arn_index_rotation", sql`num_nulls(previous_key, rotated_at) <> 1`),
    ownerSees(),
    staffAndWorkerRead(),
  ],
);
