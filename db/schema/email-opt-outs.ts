import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { memberships } from "./customers.ts";
import { customerSees, ownerSees } from "./policies.ts";

/** A row: this member gets no emails of this kind about this customer. Security notices have no kind, so nobody can turn them off. */
export const emailOptOuts = pgTable(
  "email_opt_outs",
  {
    customerId: uuid("customer_id").notNull(),
    userId: uuid("user_id").notNull(),
    kind: text("kind", { enum: ["access-denied", "rotation", "template"] }).notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.userId, t.kind] }),
    foreignKey({
      name: "email_opt_out_of_member",
      columns: [t.customerId, t.userId],
      foreignColumns: [memberships.customerId, memberships.userId],
    }).onDelete("cascade"),
    check("email_opt_out_kind", sql`kind in ('access-denied', 'rotation', 'template')`),
    ownerSees(),
    customerSees(),
  ],
);
