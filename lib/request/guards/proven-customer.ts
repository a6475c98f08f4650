import "server-only";
import type { CustomerActor } from "#kernel/actor.ts";
import { webEnv } from "#kernel/env.ts";
import { fail, ok, READS_STOPPED, type Result } from "#kernel/result.ts";
import { type CallKind, findCallLimit } from "#lib/request/limits/call-limits.ts";
import { explainWait, takeFrom } from "#lib/sign-in/rate-limits.ts";
import { originVerdict } from "./origin-verdict.ts";
import { requesterOf } from "./requester.ts";
import { userIdOf } from "./user-id-of.ts";

export interface CustomerEntryPoint {
  /** Owners alone. */
  readonly owner?: true;
  /** A read of logs: counted for the person and for their customer, in the database and in place of the process's own count. */
  readonly reads?: true;
  /** Also while the customer is suspended, who otherwise sees everything and changes nothing. */
  readonly evenSuspended?: true;
}

/**
 * Proves that the request comes from our own pages and from a member of a customer who may act, or says why not.
 * Staff and strangers are told the same as about an object that doesn't exist. `calls` is what the call counts as.
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
  if (requester.kind !== "customer") return fail("not-found", "not found");
  if (entryPoint.owner && requester.actor.role !== "owner") return fail("not-allowed", "Only an owner of your company can do this.");
  if (!reads && requester.suspended && !entryPoint.evenSuspended)
    return fail(
      "not-allowed",
      entryPoint.reads ? READS_STOPPED : "Your company’s access is suspended. You can view pages but cannot make changes.",
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
