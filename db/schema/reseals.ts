import { pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { ownerSees } from "./policies.ts";

/** The ARN that is being sealed under another key in this transaction; empty outside of one. Nobody's: the owner's function writes. */
export const reseals = pgTable(
  "reseals",
  { customerId: uuid("customer_id").notNull(), connectionId: uuid("connection_id").notNull(), sealed: text("sealed").notNull() },
  (t) => [primaryKey({ columns: [t.customerId, t.connectionId] }), ownerSees()],
);
