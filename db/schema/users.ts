import { sql } from "drizzle-orm";
import { check, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";

/** People. Other tables refer to them by ID, so that a person can be erased. */
export const users = pgTable(
  "users",
  {
    id: newId().primaryKey(),
    name: text("name"),
    email: text("email").unique(),
    emailVerified: moment("email_verified"),
    image: text("image"),
  },
  () => [check("user_email_lower", sql`email = lower(email)`)],
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
