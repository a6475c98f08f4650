import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";

/** Sign-in links by mail, stored hashed. Reached through functions only. */
export const verificationTokens = pgTable(
  "verification_tokens",
  {
    identifier: text("identifier").notNull(),
    token: text("token").notNull(),
    expires: moment("expires").notNull(),
    /** What the job that mails the link names; the token is derived from it. */
    id: uuid("id").notNull(),
    /** SHA-256 of the cookie of the browser that requested the link. */
    browser: text("browser").notNull(),
    /** The page of ours to which its person goes afterwards. */
    returnPath: text("return_path").notNull(),
    /** A used link stays until it ends, because it counts in the address's budget. */
    usedAt: moment("used_at"),
  },
  (t) => [
    primaryKey({ columns: [t.identifier, t.token] }),
    unique("verification_token_id").on(t.id),
    index("verification_tokens_by_end").on(t.expires),
    check("verification_token_address", sql`identifier = lower(identifier) and char_length(identifier) <= 254`),
    check("verification_token_hashed", sql`token ~ '^[0-9a-f]{64}$'`),
    check("verification_token_browser", sql`browser ~ '^[0-9a-f]{64}$'`),
    check("verification_token_path", sql`return_path ~ '^/' and return_path !~ '^//' and char_length(return_path) <= 2000`),
  ],
);
