import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "#db/schema/columns.ts";

/**
 * The sessions as `sp_signin` may write them: without the chosen customer, which only a function sets. A query builder names
 * every column it knows in an INSERT, so it must not know that one. Migrations are made from the schema's table, not this.
 */
export const signInSessions = pgTable("sessions", {
  sessionToken: text("session_token").primaryKey(),
  userId: uuid("user_id").notNull(),
  expires: moment("expires").notNull(),
  provider: text("provider", { enum: ["oidc", "staff-oidc", "email"] }),
});
