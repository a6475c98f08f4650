import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { users } from "./users.ts";

/**
 * Sign-in sessions, by the SHA-256 of their token. No row security: only `sp_signin` has rights here. `expires` moves on
 * while a session is used, and never past eight hours.
 * `customer_id` is the chosen customer; a foreign key to memberships in the walls drops the choice of a removed member.
 */
export const sessions = pgTable(
  "sessions",
  {
    sessionToken: text("session_token").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    expires: moment("expires").notNull(),
    customerId: uuid("customer_id"),
    /** What a person's list of sessions names it by: the token's hash is told to nobody. */
    id: uuid("id").notNull().defaultRandom(),
    createdAt: moment("created_at").notNull().defaultNow(),
    /** Words of a closed list, such as `Firefox on Linux`; never what the browser sent. */
    browser: text("browser"),
    /** The way of signing in that began it. Null: from before this was recorded, which makes it no staff session. */
    provider: text("provider", { enum: ["oidc", "staff-oidc", "email"] }),
  },
  (t) => [
    check("session_bounded", sql`expires <= created_at + interval '8 hours'`),
    check("session_token_hashed", sql`session_token ~ '^[0-9a-f]{64}$'`),
    check("session_provider", sql`provider in ('oidc', 'staff-oidc', 'email')`),
    check("session_browser", sql`browser ~ '^[A-Za-z ]{1,40}$'`),
    index("sessions_of_user").on(t.userId),
  ],
);
