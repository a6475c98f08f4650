import { sql } from "drizzle-orm";
import { check, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { ownerSees } from "./policies.ts";

/**
 * Calls that the guard of the staff pages denied and that are not audited yet. The first one of a person at an entry point is
 * audited immediately, the others of the next ten minutes in one event. Only functions access this table.
 */
export const deniedCalls = pgTable(
  "denied_calls",
  {
    actor: text("actor").notNull(),
    entryPoint: text("entry_point").notNull(),
    /** Until then further calls are only counted. */
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
