import { sql } from "drizzle-orm";
import { check, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { ownerSees } from "./policies.ts";
import { users } from "./users.ts";

/** Partner staff: an identity at the issuer, never an e-mail address. */
export const staff = pgTable(
  "staff",
  {
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    userId: uuid("user_id")
      .notNull()
      .unique()
      .references(() => users.id),
    role: text("role", { enum: ["support", "operator", "admin"] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] }), check("staff_role", sql`role in ('support', 'operator', 'admin')`), ownerSees()],
);
