import { pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { ownerSees } from "./policies.ts";

/** The ARN that the current transaction indexes with another key. Empty outside of such a transaction; written by a function of sp_owner. */
export const reindexedArns = pgTable(
  "reindexed_arns",
  {
    customerId: uuid("customer_id").notNull(),
    connectionId: uuid("connection_id").notNull(),
    was: text("was").notNull(),
    becomes: text("becomes").notNull(),
  },
  (t) => [primaryKey({ columns: [t.customerId, t.connectionId] }), ownerSees()],
);
