import type { NotReadable } from "#lib/connections/open-connection-for-read.ts";
import { type Failure, fail } from "#lib/kernel/result.ts";
import { READS_STOPPED } from "#lib/kernel/suspended-text.ts";

const WHY_NOT = {
  suspended: READS_STOPPED,
  "not-proven": "We could not prove this connection just now, so logs cannot be read. Verify it to see why.",
  draft: "This connection is not proven yet.",
  checking: "AWS is still being asked about this connection. Try again when it is connected.",
  refused: "The role no longer opens for us. Verify the connection to see why.",
  quarantined: "This connection is quarantined: its role opens without your External ID. Reads stay stopped until it is proven again.",
  disabled: "This connection is disabled. An owner can enable it again.",
} as const;

/** The sentence for a person when the database does not open a connection. Foreign, absent and removed are alike. */
export function explainNotReadable(shut: NotReadable): Failure {
  if (shut.kind === "not-found" || shut.why === "removed") return fail("not-found", "not found");
  return fail("not-allowed", WHY_NOT[shut.why]);
}
