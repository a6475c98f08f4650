import { sql } from "drizzle-orm";
import { check, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { tenantPolicies } from "./policies.ts";

/**
 * External IDs. A trigger sets value and first state; the state only moves forward, and a row is never deleted. The foreign keys
 * between this table and connections refer to each other (one is deferred), so a custom migration creates them.
 */
export const externalIds = pgTable(
  "external_ids",
  {
    customerId: uuid("customer_id").notNull(),
    connectionId: uuid("connection_id").notNull(),
    id: newId(),
    value: text("value").notNull().unique("external_id_value_used_once"),
    state: text("state", { enum: ["pending", "current", "retiring", "retired"] }).notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    stateAt: moment("state_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.connectionId, t.id] }),
    uniqueIndex("one_external_id_of_each_state").on(t.customerId, t.connectionId, t.state).where(sql`state <> 'retired'`),
    check("external_id_format", sql`value ~ '^sp-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'`),
    check("external_id_state", sql`state in ('pending', 'current', 'retiring', 'retired')`),
    ...tenantPolicies(),
  ],
);
