import { pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { users } from "./users.ts";

/** Which identity at which provider is which person. The provider's tokens are not stored. */
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
