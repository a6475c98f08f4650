import { inTransaction } from "#db/in-transaction.ts";
import { actionsOnConnection } from "#db/queries/action-work.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { findRunState } from "#lib/connections/checks/find-run-state.ts";
import { findRotationView } from "#lib/connections/rotation/find-rotation-view.ts";
import type { ConnectionDetail } from "#lib/connections/shared/connection-view.ts";
import { TEMPLATE_VERSION } from "#lib/role-setup/template/role-template.ts";
import { stackLink } from "#lib/role-setup/template/stack-link.ts";
import { expectedTrust, prettyTrustPolicy } from "#lib/role-setup/template/trust-policy.ts";
import { toConnectionView } from "./to-connection-view.ts";

/** Three weeks of checks, two a day, and those that people requested. */
const REPORTS = 50;

/** The page of one connection with its newest reports. A removed connection is found too, because its reports stay readable. */
export async function findConnectionDetail(
  actor: CustomerActor,
  context: AppContext,
  connectionId: ConnectionId,
): Promise<Result<ConnectionDetail>> {
  const found = await inTransaction(
    actor,
    async (tx) => {
      const row = await findConnection(tx, actor.customerId, connectionId);
      if (row === undefined) return undefined;
      const state = await findRunState(tx, actor, context, row, REPORTS, "left-out");
      const staffActions = await actionsOnConnection(tx, actor, connectionId, TEMPLATE_VERSION);
      return { row, state, staffActions, rotation: await findRotationView(tx, context, row) };
    },
    { readOnly: true },
  );
  if (found === undefined) return NOT_FOUND;
  const { row, state, rotation, staffActions } = found;
  return ok({
    connection: toConnectionView(context, row),
    mayAct: actor.role === "owner" && row.suspendedAt === null && row.status !== "removed",
    externalId: row.externalId,
    roleId: row.roleId,
    quarantinedAt: row.quarantinedAt?.getTime() ?? null,
    trustPolicy: prettyTrustPolicy(context.env, row.externalId),
    expectedTrust: expectedTrust(context.env, row.externalId),
    runs: state.runs,
    rotation,
    stackUrl: stackLink(row, context.env),
    staffActions: staffActions.map(({ at, ...action }) => ({ ...action, at: at.getTime() })),
  });
}
