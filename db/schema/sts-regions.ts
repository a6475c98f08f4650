import { sql } from "drizzle-orm";
import { check, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { ownerSees } from "./policies.ts";

/**
 * Our calls to STS, region by region, over all processes: how far they are paid for, and whether AWS refused our own
 * credentials. Nobody's rows: functions alone reach them.
 */
export const stsRegions = pgTable(
  "sts_regions",
  {
    region: text("region").primaryKey(),
    /** The bucket: up to this moment calls are paid for. In the past by a second = a second's calls are free. */
    paidUntil: moment("paid_until").notNull(),
    /** Since when no run is begun, because AWS refused our credentials; null while all is well. */
    brokenAt: moment("broken_at"),
    /** When one run may try whether they work again. */
    trialAt: moment("trial_at"),
    /** What is put aside for background work that waits: a fifth of all calls from this moment on; null when none ever waited. */
    backgroundUntil: moment("background_until"),
    /** Until then whoever of the background was told to wait asks again; later, nobody waits any more. */
    backgroundWaitsUntil: moment("background_waits_until"),
  },
  () => [check("sts_region", sql`region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'`), ownerSees()],
);
