import { sql } from "drizzle-orm";
import { check, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { ownerSees } from "./policies.ts";

/**
 * Our log reads in customers' AWS accounts, by account, region and operation, over all processes: how far the calls are
 * given out, and how many were in the last seconds. Nobody's rows: functions alone reach them. The migration makes it UNLOGGED.
 */
export const logQuotas = pgTable(
  "log_quotas",
  {
    accountId: text("account_id").notNull(),
    region: text("region").notNull(),
    /** The operation's name in the API: AWS counts each by itself. */
    operation: text("operation").notNull(),
    /** The bucket: calls up to this moment are given out. In the past = calls that lay unused: as many as of 0.8 s are free. */
    paidUntil: moment("paid_until").notNull(),
    /** The second that is counted now, its calls, and those of the second before it. */
    second: moment("second").notNull(),
    inSecond: integer("in_second").notNull(),
    inSecondBefore: integer("in_second_before").notNull(),
    /** Who of the customers that read this account got calls last, and who got none and asks again until then. */
    servedCustomer: uuid("served_customer"),
    waitingCustomer: uuid("waiting_customer"),
    waitsUntil: moment("waits_until"),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.region, table.operation] }),
    check("log_quota_account", sql`account_id ~ '^[0-9]{12}$'`),
    check("log_quota_region", sql`region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'`),
    check("log_quota_operation", sql`operation ~ '^[A-Za-z]{1,40}$'`),
    ownerSees(),
  ],
);
