import type { Transaction } from "#db/in-transaction.ts";
import type { ConnectionRow } from "#db/queries/connections-read.ts";
import { peopleNamed } from "#db/queries/people.ts";
import { findRotationStarter } from "#db/queries/rotation.ts";
import { lastClosedRunAt } from "#db/queries/runs-read.ts";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { RETIRES_WITHIN_MS } from "#lib/connections/schedule/next-check.ts";
import type { RotationView } from "#lib/connections/shared/connection-view.ts";
import { prettyTrustPolicy } from "#lib/role-setup/template/trust-policy.ts";
import { rotationOf } from "./rotation.ts";

/** The rotation of a connection as its page shows it, or null when none is in progress. */
export async function findRotationView(tx: Transaction, { env }: AppContext, row: ConnectionRow): Promise<RotationView | null> {
  const rotation = rotationOf(row);
  if (rotation === null) return null;
  const [customerId, connectionId] = [CustomerId.parse(row.customerId), ConnectionId.parse(row.id)];
  const pending = rotation.stage === "pending";
  const starter = await findRotationStarter(tx, customerId, pending ? rotation.id : row.externalIdId);
  const names = await peopleNamed(tx, starter?.userId == null ? [] : [starter.userId]);
  const lastCheck = pending ? await lastClosedRunAt(tx, customerId, connectionId, rotation.id) : undefined;
  const [newId, previousId] = pending ? [rotation.value, row.externalId] : [row.externalId, rotation.value];
  return {
    stage: rotation.stage,
    newExternalId: newId,
    previousExternalId: previousId,
    startedAt: starter?.at.getTime() ?? rotation.since.getTime(),
    startedBy: starter?.userId == null ? null : (names.get(starter.userId) ?? null),
    lastCheckedAt: lastCheck?.getTime() ?? null,
    mustBeDeniedBy: pending ? null : rotation.since.getTime() + RETIRES_WITHIN_MS,
    trustPolicyForBoth: prettyTrustPolicy(env, [newId, previousId]),
    trustPolicyForNew: prettyTrustPolicy(env, newId),
  };
}
