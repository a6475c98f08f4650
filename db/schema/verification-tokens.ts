import { pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";

/** Sign-in links by mail, stored hashed. */
export const verificationTokens = pgTable(
  "verification_tokens",
  { identifier: text("identifier").notNull(), token: text("token").notNull(), expires: moment("expires").notNull() },
  (t) => [primaryKey({ columns: [t.identifier, t.token] })],
);
