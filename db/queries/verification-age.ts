import { sql } from "drizzle-orm";

/** Whether the last verification of the connection `k` counts: for 24 hours, also while no worker is active that would change the status. */
export const IS_FRESH = sql`coalesce(k.verified_at > now() - interval '24 h', false)`;

/** The status of the connection `k` as displayed to its customer: expired when its verification is older than 24 hours. */
export const AGED_STATUS = sql`case when k.status = 'connected' and not ${IS_FRESH} then 'expired' else k.status end`;

/** The same for staff, joined with its customer `c`: a suspended customer's connections are all disabled. */
export const STATUS_WITH_CUSTOMER = sql`case when c.suspended_at is not null then 'disabled' else ${AGED_STATUS} end`;
