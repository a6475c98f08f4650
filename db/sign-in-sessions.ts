import { pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/**
 * The sessions table as sp_signin may write it, for statements alone: drizzle's insert names every column of the object,
 * and the chosen customer is not the adapter's to write. The table itself is defined in db/schema/sessions.ts.
 */
export const signInSessions = pgTable("sessions", {
  sessionToken: text("session_token").primaryKey(),
  userId: uuid("user_id").notNull(),
  expires: timestamp("expires", { withTimezone: true }).notNull(),
});
