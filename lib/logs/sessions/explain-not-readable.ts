import { type Failure, fail } from "#kernel/result.ts";
import { READS_STOPPED } from "#kernel/suspended-text.ts";
import type { NotReadable } from "#lib/connections/reading/open-connection-for-read.ts";

const WHY_NOT = {
  suspended: READS_STOPPED,
  "not-proven": "The verification of this connection has expired, so logs are not available. Verify the connection to see why.",
  draft: "This connection is not verified yet. Complete its setup first.",
  checking: "This connection is still being verified. Try again when its status is Connected.",
  refused: "The role no longer allows access. Verify the connection to see why.",
  quarantined:
    "This connection is quarantined because its role can be assumed without the correct External ID. Fix the trust policy, then verify the connection.",
  disabled: "This connection is disabled. An owner can enable it again.",
} as const;

/** The sentence for a person when the database does not open a connection. Foreign, absent and removed are alike. */
export function explainNotReadable(shut: NotReadable): Failure {
  if (shut.kind === "not-found" || shut.why === "removed") return fail("not-found", "not found");
  return fail("not-allowed", WHY_NOT[shut.why]);
}
