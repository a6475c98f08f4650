import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { customerSees, ownerSees, staffAndWorkerSee, tenantPolicies } from "./policies.ts";
import { users } from "./users.ts";

export const customers = pgTable(
  "customers",
  {
    id: newId().primaryKey(),
    name: text("name").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    suspendedAt: moment("suspended_at"),
    /** The longest time from a sign-in of its people to the end of the session. */
    sessionHours: integer("session_hours").notNull().default(8),
  },
  (t) => [
    index("customers_suspended").on(t.id).where(sql`suspended_at is not null`),
    check("customer_name", sql`char_length(name) between 1 and 80 and name !~ '[[:cntrl:]]'`),
    check("customer_session_hours", sql`session_hours in (1, 2, 4, 8)`),
    ownerSees(),
    staffAndWorkerSee(),
    customerSees("id"),
  ],
);

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
    index("memberships_of_user").on(t.userId),
    index("memberships_of_customer").on(t.customerId, t.createdAt, t.userId),
    index("memberships_by_time").on(t.createdAt, t.customerId, t.userId),
    check("membership_role", sql`role in ('owner', 'member')`),
    ...tenantPolicies(),
  ],
);
