import { sql } from "drizzle-orm";

/** Whether the last verification of the connection `k` counts: for 24 hours, also while no worker is active that would change the status. */
export const IS_FRESH = sql`coalesce(k.verified_at > now() - interval '24 h', false)`;

/** The status of the connection `k` as displayed to its customer: expired when its verification is older than 24 hours. */
export const AGED_STATUS = sql`case when k.status = 'connected' and not ${IS_FRESH} then 'expired' else k.status end`;

/**
 * From when the connection `k` does not work: since it is quarantined, since its role denies access, since it was created, or from when its last
 * verification expires, which is in the future for a connection that works. The year 9999 if it is disabled, or its first verification is in
 * progress. The same expression as in the index `connections_by_wait`; a removed connection is not in it.
 */
export const WAITS_FROM = sql`coalesce(case k.status
  when 'quarantined' then k.quarantined_at
  when 'access_denied' then coalesce(k.denied_since, k.verified_at)
  when 'draft' then k.created_at
  when 'verifying' then null
  when 'disabled' then null
  else (k.verified_at at time zone 'UTC' + interval '24 h') at time zone 'UTC'
end, timestamptz '9999-12-31 00:00:00+00')`;

/** Since when the connection `k` does not work; null if it works, is disabled or removed, or its first verification is in progress. */
export const WAITING_SINCE = sql`case when k.status <> 'removed' and ${WAITS_FROM} <= now() then ${WAITS_FROM} end`;

/** The status for staff, joined with its customer `c`: a suspended customer's connections are all disabled. */
export const STATUS_WITH_CUSTOMER = sql`case when c.suspended_at is not null then 'disabled' else ${AGED_STATUS} end`;
