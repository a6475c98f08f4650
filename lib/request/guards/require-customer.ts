import "server-only";
import type { CustomerActor } from "#kernel/actor.ts";
import { webEnv } from "#kernel/process/env.ts";
import { fail, NOT_FOUND, ok, READS_STOPPED, type Result } from "#kernel/result.ts";
import { type CallKind, findCallLimit } from "#lib/request/limits/call-limits.ts";
import { explainWait, takeFrom } from "#lib/sign-in/rate-limits.ts";
import { originVerdict, requesterOf, userIdOf } from "./requester.ts";

export interface CustomerEntryPoint {
  /** Only for owners. */
  readonly owner?: true;
  /** A read of logs: counted in the database for the person and for their customer, instead of in this process. */
  readonly reads?: true;
  /** Also allowed while the customer is suspended; otherwise a suspended customer can only view pages. */
  readonly evenSuspended?: true;
}

/**
 * Checks that the request comes from the portal's own pages and from a member of a customer who may act; otherwise returns the failure.
 * Staff and other people get the same failure as for an object that doesn't exist. `calls` is the limit that counts the call.
 */
export async function requireCustomer(
  headers: Headers,
  method: string,
  { calls, ...entryPoint }: CustomerEntryPoint & { readonly calls: CallKind },
): Promise<Result<CustomerActor>> {
  const reads = method === "GET" || method === "HEAD";
  if (!reads && originVerdict(headers, webEnv().appUrl) === "cross-site")
    return fail("cross-site", "This request did not come from the portal’s own pages. Open the portal and try again.");
  const requester = await requesterOf();
  if (requester.kind === "nobody") return fail("signed-out", "You are signed out. Sign in and try again.");
  const limit = entryPoint.reads ? null : await findCallLimit(calls, userIdOf(requester));
  if (limit !== null) return limit;
  if (requester.kind !== "customer") return NOT_FOUND;
  if (entryPoint.owner && requester.actor.role !== "owner") return fail("not-allowed", "Only an owner of your company can do this.");
  if (!reads && requester.suspended && !entryPoint.evenSuspended)
    return fail(
      "not-allowed",
      entryPoint.reads
        ? READS_STOPPED
        : "Your company’s access is suspended, so you can’t make changes. Contact the partner that runs this portal.",
    );
  if (entryPoint.reads) {
    const { userId, customerId } = requester.actor;
    const { authSecret, logReadsPerMinute } = webEnv();
    const allowance = await takeFrom(authSecret, { "reads-person": userId, "reads-customer": customerId }, logReadsPerMinute);
    if (allowance.kind === "spent") {
      const { waitSeconds } = allowance;
      return fail("limited", explainWait(waitSeconds), { retryAfterSeconds: waitSeconds });
    }
  }
  return ok(requester.actor);
}
