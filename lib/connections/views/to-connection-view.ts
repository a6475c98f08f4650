import type { ConnectionRow } from "#db/queries/connections-read.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { believedRow } from "#lib/connections/checks/evidence-mac.ts";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import { explainStatus, missingLogAction } from "./explain-status.ts";

/** A row as lists show it: connected only with the portal's own proof. A suspended customer's connections are all shown as disabled; their status stays as it is. */
export function toConnectionView({ env }: Pick<AppContext, "env">, stored: ConnectionRow): ConnectionView {
  const row = believedRow(env.dataKeys, stored);
  const customerSuspended = row.suspendedAt !== null;
  return {
    id: row.id,
    name: row.name,
    status: customerSuspended && row.status !== "removed" ? "disabled" : row.status,
    suspended: customerSuspended && row.status !== "removed",
    note: explainStatus({ ...row, customerSuspended }),
    cannotReadLogs: row.status === "connected" && missingLogAction(row.reason) !== null,
    accountId: row.accountId,
    regions: row.regions,
    tier: row.tier,
    logGroupPrefix: row.logGroupPrefix,
    provedAt: row.provedAt?.getTime() ?? null,
    nextCheckAt: row.nextCheckAt?.getTime() ?? null,
    createdAt: row.createdAt.getTime(),
  };
}
