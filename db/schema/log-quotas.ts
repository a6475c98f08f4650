import { sql } from "drizzle-orm";
import { bigint, check, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { ownerSees } from "./policies.ts";

/**
 * Token buckets for our calls to CloudWatch Logs in customers' accounts, by account, region and operation, shared by all processes.
 * Only functions access this table. The migration makes it UNLOGGED.
 */
export const logQuotas = pgTable(
  "log_quotas",
  {
    accountId: text("account_id").notNull(),
    region: text("region").notNull(),
    /** The name of the API operation. AWS has a quota for each operation. */
    operation: text("operation").notNull(),
    /** Calls up to this time are acquired. If it is in the past, the calls of up to 0.8 s are available at once. */
    paidUntil: moment("paid_until").notNull(),
    /** The second that is being counted, its calls, and the calls of the second before. */
    second: moment("second").notNull(),
    inSecond: integer("in_second").notNull(),
    inSecondBefore: integer("in_second_before").notNull(),
    /** The customer that got calls last, and another one that got none and is expected to retry until `waitsUntil`. */
    servedCustomer: uuid("served_customer"),
    waitingCustomer: uuid("waiting_customer"),
    waitsUntil: moment("waits_until"),
    /** All calls that were taken since the last crash of the database. The worker counts them by hour. */
    callsTaken: bigint("calls_taken", { mode: "number" }).notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.region, table.operation] }),
    check("log_quota_account", sql`account_id ~ '^[0-9]{12}$'`),
    check("log_quota_region", sql`region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'`),
    check("log_quota_operation", sql`operation ~ '^[A-Za-z]{1,40}$'`),
    ownerSees(),
  ],
);
