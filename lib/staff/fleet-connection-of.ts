import type { StaffConnectionRow } from "#db/queries/staff/staff-connections.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import { inconclusiveCause } from "#kernel/verification/inconclusive-causes.ts";
import type { FleetConnection } from "#lib/staff/shared/fleet-view.ts";

const NOTES: Readonly<Record<Exclude<ConnectionStatus, "expired">, string>> = {
  draft: "No role ARN yet",
  verifying: "The verification is not finished",
  connected: "",
  access_denied: "The role denies access",
  quarantined: "Trust policy not secure",
  disabled: "",
  removed: "",
};

/** A connection as displayed: disabled while its customer is suspended, expired when its verification is older than 24 hours. */
export function fleetConnectionOf(row: StaffConnectionRow): FleetConnection {
  const stale = row.status === "connected" && row.verificationIsOld;
  const isSuspended = isOfSuspended(row);
  const status = isSuspended ? "disabled" : stale ? "expired" : row.status;
  return {
    customerId: row.customerId,
    customerName: row.customerName,
    id: row.id,
    name: row.name,
    status,
    note: isSuspended ? "The customer is suspended" : stale ? "Last successful verification is older than 24 hours" : noteOf(row),
    accountId: row.accountId,
    verifiedAt: row.verifiedAt?.getTime() ?? null,
    nextCheckAt: row.customerSuspended ? null : (row.nextCheckAt?.getTime() ?? null),
  };
}

/** Whether a connection is disabled because its customer is suspended. Removed ones stay removed. */
export function isOfSuspended({ customerSuspended, status }: Pick<StaffConnectionRow, "customerSuspended" | "status">): boolean {
  return customerSuspended && status !== "removed";
}

function noteOf({ status, reason }: StaffConnectionRow): string {
  return status === "expired" ? inconclusiveCause(reason) : NOTES[status];
}
