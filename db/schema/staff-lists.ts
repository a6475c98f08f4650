import { sql } from "drizzle-orm";
import { check, customType, foreignKey, index, integer, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { customers } from "./customers.ts";
import { wordIndexes } from "./name-words.ts";
import { ownerSees, staffSees } from "./policies.ts";

/** Compared by bytes, so that one index serves both the order and a search by the first characters. */
const textByBytes = customType<{ data: string }>({ dataType: () => "text" });

/** By what the list of customers is sorted and filtered, one row for each customer. */
export const customerSummaries = pgTable(
  "customer_summaries",
  {
    customerId: uuid("customer_id").primaryKey(),
    sortName: textByBytes("sort_name").notNull(),
    /** The place in `WORST_CUSTOMER_STATUSES` (kernel/verification/connection-status.ts). */
    worst: smallint("worst").notNull(),
    /** The oldest last verification of a connection in service. */
    oldestVerifiedAt: moment("oldest_verified_at"),
  },
  (t) => [
    foreignKey({ name: "customer_summary_of_customer", columns: [t.customerId], foreignColumns: [customers.id] }),
    index("customer_summaries_worst").on(t.worst, t.sortName, t.customerId),
    index("customer_summaries_name").on(t.sortName, t.customerId),
    index("customer_summaries_verified").on(sql`coalesce(oldest_verified_at, '-infinity'::timestamptz)`, t.customerId),
    ...wordIndexes("customer_summaries", sql`sort_name`, t.customerId),
    check("customer_summary_worst", sql`worst between 0 and 8`),
    ownerSees(),
    staffSees(),
  ],
);

/** Connections of the last minute by everything that staff filter by. */
export const connectionCounts = pgTable(
  "connection_counts",
  {
    /** As displayed. */
    status: text("status").notNull(),
    logAccess: text("log_access").notNull(),
    /** 0 if the portal offered none. */
    templateVersion: integer("template_version").notNull(),
    /** Empty if there is none. */
    weakness: text("weakness").notNull(),
    /** The first full hour since the last verification of a step: 0 to 12 by two hours, 14, 24; -1 if there was none. */
    ageHours: smallint("age_hours").notNull(),
    connections: integer("connections").notNull(),
    countedAt: moment("counted_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "connection_counts_pk", columns: [t.status, t.logAccess, t.templateVersion, t.weakness, t.ageHours] }),
    check("connection_counts_age", sql`age_hours in (-1, 0, 2, 4, 6, 8, 10, 12, 14, 24)`),
    check("connection_counts_positive", sql`connections > 0`),
    ownerSees(),
    staffSees(),
  ],
);

/** Connections of the last minute by Region and status as displayed. */
export const connectionRegionCounts = pgTable(
  "connection_region_counts",
  {
    region: text("region").notNull(),
    status: text("status").notNull(),
    connections: integer("connections").notNull(),
    countedAt: moment("counted_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "connection_region_counts_pk", columns: [t.region, t.status] }),
    check("connection_region_counts_positive", sql`connections > 0`),
    ownerSees(),
    staffSees(),
  ],
);

/** Customers of the last minute by their most urgent status. */
export const customerCounts = pgTable(
  "customer_counts",
  { worst: smallint("worst").primaryKey(), customers: integer("customers").notNull(), countedAt: moment("counted_at").notNull() },
  () => [check("customer_counts_positive", sql`customers > 0`), ownerSees(), staffSees()],
);
