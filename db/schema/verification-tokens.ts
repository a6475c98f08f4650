import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";

/** Hashes of single-use sign-in links sent by email. Only functions access this table. */
export const verificationTokens = pgTable(
  "verification_tokens",
  {
    identifier: text("identifier").notNull(),
    token: text("token").notNull(),
    expires: moment("expires").notNull(),
    /** Identifies the link in the job that sends it; the token is derived from this ID. */
    id: uuid("id").notNull(),
    /** SHA-256 of the cookie of the browser that requested the link. */
    browser: text("browser").notNull(),
    /** The page of the portal that opens after the sign-in. */
    returnPath: text("return_path").notNull(),
    /** A used link is kept until it expires, because it counts toward the limit of its address. */
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
