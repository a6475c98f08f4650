import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { customers } from "./customers.ts";
import { ownerSees } from "./policies.ts";

/**
 * How far one customer's share of our calls to STS in a region is used up, over all processes. A functions' table: nobody else
 * reaches it. The migration makes it UNLOGGED.
 */
export const stsShares = pgTable(
  "sts_shares",
  {
    customerId: uuid("customer_id").notNull(),
    region: text("region").notNull(),
    /** Now = the share is used up; further in the past = so much more is left. */
    paidUntil: moment("paid_until").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.customerId, table.region] }),
    foreignKey({ name: "sts_share_of_customer", columns: [table.customerId], foreignColumns: [customers.id] }),
    check("sts_share_region", sql`region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'`),
    ownerSees(),
  ],
);
