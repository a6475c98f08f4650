import { sql } from "drizzle-orm";
import { check, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { ownerSees } from "./policies.ts";

/**
 * Calls that the guard of staff's entry points denied and that are not in the audit yet. The first of a person at an entry
 * point is written at once; those of the ten minutes after it become one audit row. Nobody's rows: functions reach them.
 */
export const deniedCalls = pgTable(
  "denied_calls",
  {
    actor: text("actor").notNull(),
    entryPoint: text("entry_point").notNull(),
    /** Until when further calls are only counted. */
    countedUntil: moment("counted_until").notNull(),
    notWritten: integer("not_written").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.actor, table.entryPoint] }),
    check("denied_call_actor", sql`actor ~ '^(user|staff):[0-9a-f-]{36}$'`),
    check("denied_call_entry_point", sql`entry_point ~ '^[a-z][a-z-]{0,39}$'`),
    check("denied_call_number", sql`not_written between 0 and 999999999`),
    ownerSees(),
  ],
);
