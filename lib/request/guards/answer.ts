import "server-only";
import { unstable_rethrow } from "next/navigation";
import { fail, type Result } from "#kernel/result.ts";
import { databaseAwayFailure } from "#lib/health/database-away.ts";
import { logUnexpected } from "#lib/request/pages/log-unexpected.ts";
import { failureOfRefusal } from "#lib/sign-in/failure-of-refusal.ts";

/** Runs the work of an entry point. Converts a refusal or an absence of the database, or an unexpected error, to a failure that reveals no details. */
export async function answer<T>(entryPoint: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    unstable_rethrow(error);
    const refusal = failureOfRefusal(error);
    if (refusal !== null) return refusal;
    const away = databaseAwayFailure(entryPoint, error);
    if (away !== null) return away;
    const reference = logUnexpected(entryPoint, error);
    const message = `An unexpected error occurred. Try again. If the error repeats, contact support with this reference: ${reference}.`;
    return fail("unexpected", message, { reference });
  }
}
