import { sql } from "drizzle-orm";
import { check, foreignKey, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { connections } from "./connections.ts";
import { memberships } from "./memberships.ts";
import { customerSees, ownerSees } from "./policies.ts";

/** A search that a member kept for all of the customer's people. It stays when the member goes, then as nobody's own. A trigger bounds their number. */
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
    }).onDelete("set null"), // of user_id alone, which drizzle cannot say: 0031
    check("saved_search_name", sql`char_length(name) between 1 and 80 and name !~ '[[:cntrl:]]'`),
    check("saved_search_small", sql`jsonb_typeof(search) = 'object' and octet_length(search::text) <= 8192`),
    ownerSees(),
    customerSees(),
  ],
);
