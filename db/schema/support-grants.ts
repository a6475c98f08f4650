import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { connections } from "./connections.ts";
import { tenantPolicies } from "./policies.ts";
import { users } from "./users.ts";

/** Permission to read the logs of one connection, requested by a member of staff and approved by an owner. Valid from approved_at to expires_at. */
export const supportGrants = pgTable(
  "support_grants",
  {
    customerId: uuid("customer_id").notNull(),
    id: newId(),
    connectionId: uuid("connection_id").notNull(),
    staffUserId: uuid("staff_user_id")
      .notNull()
      .references(() => users.id),
    reason: text("reason").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    approvedBy: uuid("approved_by"),
    approvedAt: moment("approved_at"),
    expiresAt: moment("expires_at"),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.id] }),
    unique("support_grant_id").on(t.id),
    foreignKey({
      name: "support_grant_of_connection",
      columns: [t.customerId, t.connectionId],
      foreignColumns: [connections.customerId, connections.id],
    }),
    check("support_grant_reason", sql`char_length(reason) between 1 and 500 and reason !~ '[[:cntrl:]]'`),
    check("support_grant_bounded", sql`expires_at <= approved_at + interval '60 min'`),
    ...tenantPolicies(),
  ],
);
