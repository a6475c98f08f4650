import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { connections } from "./connections.ts";
import { memberships } from "./customers.ts";
import { ownerSees, personSees } from "./policies.ts";

/** A member's favorite log groups, deleted with the member. A trigger limits their number. */
export const favoriteLogGroups = pgTable(
  "favorite_log_groups",
  {
    customerId: uuid("customer_id").notNull(),
    userId: uuid("user_id").notNull(),
    connectionId: uuid("connection_id").notNull(),
    region: text("region").notNull(),
    logGroup: text("log_group").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.userId, t.connectionId, t.region, t.logGroup] }),
    foreignKey({
      name: "favorite_log_group_of_connection",
      columns: [t.customerId, t.connectionId],
      foreignColumns: [connections.customerId, connections.id],
    }),
    foreignKey({
      name: "favorite_log_group_of_member",
      columns: [t.customerId, t.userId],
      foreignColumns: [memberships.customerId, memberships.userId],
    }).onDelete("cascade"),
    check("favorite_log_group_region", sql`region ~ '^[a-z0-9-]{1,32}$'`),
    check("favorite_log_group_name", sql`log_group ~ '^[A-Za-z0-9_./#-]+$' and char_length(log_group) <= 512`),
    ownerSees(),
    personSees(),
  ],
);
