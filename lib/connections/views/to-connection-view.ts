import type { ConnectionRow } from "#db/queries/connections-read.ts";
import { utcTime } from "#kernel/time/times-and-ages.ts";
import { CLAIM_ENDED, type ConnectionStatus } from "#kernel/verification/connection-status.ts";
import { inconclusiveCause } from "#kernel/verification/inconclusive-causes.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { authenticRow } from "#lib/connections/evidence/evidence-mac.ts";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";

/**
 * A row as lists show it: connected only if the portal wrote its verification, and in the last 24 hours. A suspended customer's connections are all shown as
 * disabled; their stored status does not change.
 */
export function toConnectionView({ env }: Pick<AppContext, "env">, stored: ConnectionRow): ConnectionView {
  const row = agedRow(authenticRow(env.dataKeys, stored));
  const customerSuspended = row.suspendedAt !== null;
  return {
    id: row.id,
    name: row.name,
    status: customerSuspended && row.status !== "removed" ? "disabled" : row.status,
    suspended: customerSuspended && row.status !== "removed",
    note: explainStatus({ ...row, customerSuspended }),
    cannotReadLogs: row.status === "connected" && missingLogAction(row.reason) !== null,
    claimEnded: row.status === "access_denied" && row.reason === CLAIM_ENDED,
    accountId: row.accountId,
    regions: row.regions,
    logAccess: row.logAccess,
    logGroupPrefix: row.logGroupPrefix,
    verifiedAt: row.verifiedAt?.getTime() ?? null,
    // The worker verifies no connection of a suspended customer; the stored time is kept for when it is resumed.
    nextCheckAt: customerSuspended ? null : (row.nextCheckAt?.getTime() ?? null),
    createdAt: row.createdAt.getTime(),
  };
}

/** A verification counts for 24 hours, also while no worker is active that would say so. */
const COUNTS_FOR_MS = 24 * 3_600_000;

function agedRow(row: ConnectionRow): ConnectionRow {
  const isOld = row.verifiedAt === null || row.readAt.getTime() - row.verifiedAt.getTime() >= COUNTS_FOR_MS;
  return row.status === "connected" && isOld ? { ...row, status: "expired" } : row;
}

/** The facts behind the second line under a status. `reason` is the one that the last run stored, such as "cannot-read-logs: …". */
export interface StatusFacts {
  readonly status: ConnectionStatus;
  readonly reason: string | null;
  readonly customerSuspended: boolean;
  readonly waitingUntil: Date | null;
  /** The first of the consecutive denials while they have not changed the status, or null. */
  readonly deniedSince: Date | null;
  readonly nextCheckAt: Date | null;
}

const CANNOT_READ_LOGS = /^cannot-read-logs: (logs:[A-Za-z]{1,40})/;

/** The permission that a secure role lacks for reading logs, or null. */
function missingLogAction(reason: string | null): string | null {
  return CANNOT_READ_LOGS.exec(reason ?? "")?.[1] ?? null;
}

/** The second line under a status; "" when the status needs none. */
export function explainStatus(facts: StatusFacts): string {
  if (facts.customerSuspended && facts.status !== "removed") return "Your company’s access is suspended";
  switch (facts.status) {
    case "draft":
      return "No role ARN yet";
    case "verifying":
      if (facts.reason === "connected-elsewhere")
        return "This role is already connected; the portal is verifying which External ID it accepts";
      return facts.waitingUntil === null ? "Inconclusive so far; retrying" : "New role: the portal retries for up to two minutes";
    case "connected": {
      const action = missingLogAction(facts.reason);
      return [...(action === null ? [] : [`Missing permission: ${action}`]), ...deniedOnce(facts)].join("; ");
    }
    case "expired":
      return [inconclusiveCause(facts.reason), ...deniedOnce(facts)].join("; ");
    case "access_denied":
      return facts.reason === CLAIM_ENDED
        ? "The role now accepts the External ID of another connection"
        : "The portal can’t assume the role";
    case "quarantined":
      return "The role can be assumed without the correct External ID; log access has stopped";
    case "disabled":
      return "An owner can enable it with Verify now";
    case "removed":
      return "";
  }
}

/** One denial changes nothing, because it may be temporary; a second check decides. */
function deniedOnce({ deniedSince, nextCheckAt }: StatusFacts): readonly string[] {
  if (deniedSince === null) return [];
  const next = nextCheckAt === null ? "a second verification follows" : `next verification at ${utcTime(nextCheckAt.getTime(), "short")}`;
  return [`Access denied once, at ${utcTime(deniedSince.getTime(), "short")}; ${next}`];
}
