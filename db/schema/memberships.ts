import { sql } from "drizzle-orm";
import { check, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { customers } from "./customers.ts";
import { tenantPolicies } from "./policies.ts";
import { users } from "./users.ts";

export const memberships = pgTable(
  "memberships",
  {
    customerId: uuid("customer_id")
      .notNull()
      .references(() => customers.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role", { enum: ["owner", "member"] }).notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.userId] }),
    check("membership_role", sql`role in ('owner', 'member')`),
    ...tenantPolicies(),
  ],
);
