import { sql } from "drizzle-orm";
import { check, foreignKey, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { connections } from "./connections.ts";
import { memberships } from "./customers.ts";
import { customerSees, ownerSees } from "./policies.ts";

/** Searches that a member saved for all people of the customer. They stay, without an author, after the member is removed. A trigger limits their number. */
export const savedSearches = pgTable(
  "saved_searches",
  {
    customerId: uuid("customer_id").notNull(),
    id: newId(),
    connectionId: uuid("connection_id").notNull(),
    userId: uuid("user_id"),
    name: text("name").notNull(),
    search: jsonb("search").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.id] }),
    unique("saved_search_named_once").on(t.customerId, t.connectionId, t.name),
    foreignKey({
      name: "saved_search_of_connection",
      columns: [t.customerId, t.connectionId],
      foreignColumns: [connections.customerId, connections.id],
    }),
    foreignKey({
      name: "saved_search_of_member",
      columns: [t.customerId, t.userId],
      foreignColumns: [memberships.customerId, memberships.userId],
    }).onDelete("set null"), // Sets only user_id, which drizzle can't express: migration 0031.
    check("saved_search_name", sql`char_length(name) between 1 and 80 and name !~ '[[:cntrl:]]'`),
    check("saved_search_small", sql`jsonb_typeof(search) = 'object' and octet_length(search::text) <= 8192`),
    ownerSees(),
    customerSees(),
  ],
);
