import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { customers } from "./customers.ts";
import { ownerSees } from "./policies.ts";

/**
 * The token bucket for our calls to STS in each region, shared by all processes, and the circuit breaker for our own credentials.
 * Only functions access this table.
 */
export const stsRegions = pgTable(
  "sts_regions",
  {
    region: text("region").primaryKey(),
    /** Calls up to this time are acquired. If it is a second in the past, the calls of one second are available. */
    paidUntil: moment("paid_until").notNull(),
    /** When AWS refused our credentials, since when no run starts; null if it accepts them. */
    brokenAt: moment("broken_at"),
    /** When one run may test whether the credentials work again. */
    trialAt: moment("trial_at"),
    /** From this time on, a fifth of all calls is reserved for background work that waits; null if none ever waited. */
    backgroundUntil: moment("background_until"),
    /** Background work that has to wait retries before this time; after it, none is waiting. */
    backgroundWaitsUntil: moment("background_waits_until"),
    /** All calls that were ever taken. The worker counts them by hour. */
    callsTaken: bigint("calls_taken", { mode: "number" }).notNull().default(0),
  },
  () => [check("sts_region", sql`region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'`), ownerSees()],
);

/**
 * How much of its share of our calls to STS in a region each customer has used, over all processes. Only functions access this
 * table. The migration makes it UNLOGGED.
 */
export const stsShares = pgTable(
  "sts_shares",
  {
    customerId: uuid("customer_id").notNull(),
    region: text("region").notNull(),
    /** If this is now, the share is used up; the further in the past, the more is left. */
    paidUntil: moment("paid_until").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.customerId, table.region] }),
    foreignKey({ name: "sts_share_of_customer", columns: [table.customerId], foreignColumns: [customers.id] }),
    check("sts_share_region", sql`region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'`),
    ownerSees(),
  ],
);
