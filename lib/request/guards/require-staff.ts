import "server-only";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import { requiresRole } from "#kernel/people/role-words.ts";
import { webEnv } from "#kernel/process/env.ts";
import { fail, NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import { findCallLimit } from "#lib/request/limits/call-limits.ts";
import { recordRefusedStaffCall } from "#lib/sign-in/record-refused-staff-call.ts";
import { originVerdict, requesterOf, userIdOf } from "./requester.ts";

export interface StaffEntryPoint {
  readonly roles: readonly StaffRole[];
  /** The name in the audit log: lowercase words joined by hyphens, at most 40 characters. */
  readonly entryPoint: Lowercase<string>;
}

/**
 * Checks that the request comes from the portal's own pages and from a member of staff in one of these roles; otherwise returns the failure.
 * The attempt of any other signed-in person is written to the partner's audit chain;
 * customers get the same failure as for an object that doesn't exist.
 */
export async function requireStaff(headers: Headers, method: string, { roles, entryPoint }: StaffEntryPoint): Promise<Result<StaffActor>> {
  const reads = method === "GET" || method === "HEAD";
  if (!reads && originVerdict(headers, webEnv().appUrl) === "cross-site")
    return fail("cross-site", "This request did not come from the portal’s own pages. Open the portal and try again.");
  const requester = await requesterOf();
  if (requester.kind === "nobody") return fail("signed-out", "You are signed out. Sign in and try again.");
  const limit = await findCallLimit("staffActions", userIdOf(requester));
  if (limit !== null) return limit;
  if (requester.kind === "staff" && roles.includes(requester.actor.role)) return ok(requester.actor);
  if (!reads) await recordRefusedStaffCall(requester, entryPoint);
  if (requester.kind !== "staff") return NOT_FOUND;
  return fail("not-allowed", `${requiresRole(...roles)}.`);
}
