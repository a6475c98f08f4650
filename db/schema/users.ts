import { sql } from "drizzle-orm";
import { check, pgTable, text } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";

/** People. The only table with names and addresses, so that a person can be erased. */
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
