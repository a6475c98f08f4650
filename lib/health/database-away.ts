import { isDatabaseAway } from "#db/database-away.ts";
import { log } from "#kernel/process/log.ts";
import { type Failure, fail } from "#kernel/result.ts";

/** Seconds after which a browser or a proxy may try again. A restarted database accepts connections within a few seconds. */
const RETRY_AFTER_SECONDS = 5;

/**
 * The failure of a request that needed the database while it could not be reached, which is logged; null for any other error.
 * Whether a change was made is unknown if the connection broke while it was committed, so the sentence does not say so.
 */
export function databaseAwayFailure(where: string, error: unknown): Failure | null {
  if (!isDatabaseAway(error)) return null;
  log("warn", "database not reachable", { where }, error);
  return fail("unavailable", "The portal can’t reach its database at the moment. Try again in a few seconds.", {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
