import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { users } from "./users.ts";

/**
 * Sign-in sessions, by the SHA-256 of their token. No row security, because only `sp_signin` has rights on the table. Using a
 * session extends `expires`, up to eight hours after the sign-in.
 * `customer_id` is the chosen customer; a foreign key to memberships clears it when the member is removed.
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
    /** Identifies the session in the person's list of sessions, because the hash of the token is never shown. */
    id: uuid("id").notNull().defaultRandom(),
    createdAt: moment("created_at").notNull().defaultNow(),
    /** A name from a fixed list, such as `Firefox on Linux`, not the User-Agent header. */
    browser: text("browser"),
    /** The provider of the sign-in. Null in sessions from before this was recorded, which are never staff sessions. */
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
