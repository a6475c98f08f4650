import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { wordIndexes } from "./name-words.ts";

/** People. Other tables refer to them by ID, so that a person can be erased. */
export const users = pgTable(
  "users",
  {
    id: newId().primaryKey(),
    name: text("name"),
    email: text("email").unique(),
    emailVerified: moment("email_verified"),
    image: text("image"),
    /** When their newest session began. */
    lastSignInAt: moment("last_sign_in_at"),
  },
  (t) => [
    index("users_by_email").on(sql`coalesce(email, '') collate "C"`),
    index("users_by_name").on(sql`lower(name) collate "C"`),
    index("users_by_sign_in").on(sql`coalesce(last_sign_in_at, '-infinity'::timestamptz)`, t.id),
    ...wordIndexes("users", sql`lower(name) collate "C"`, t.id),
    check("user_email_lower", sql`email = lower(email)`),
  ],
);

/** The identities of people at sign-in providers. The tokens of the providers are not stored. */
export const accounts = pgTable(
  "accounts",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    type: text("type").notNull(),
    provider: text("provider").notNull(),
    providerAccountId: text("provider_account_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.provider, t.providerAccountId] })],
);
