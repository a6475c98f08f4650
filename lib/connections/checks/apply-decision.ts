import type { Transaction } from "#db/in-transaction.ts";
import {
  type ConnectionChange,
  changeConnection,
  deletePendingRoleArn,
  isAccountConnectedElsewhere,
  raiseAlert,
} from "#db/queries/connections-write.ts";
import type { RunClosing } from "#db/queries/runs-write.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { sealRoleArn } from "#lib/crypto/seal-role-arn.ts";
import type { Decision } from "./decide-status.ts";
import { verificationMacOf } from "./evidence-mac.ts";
import { CONNECTED_ELSEWHERE } from "./judgment-of-run.ts";
import type { RunToClose } from "./run-closing.ts";

/** Writes what a finished run changes in its connection. `regularCheckAt` is null unless a rotation schedules earlier checks; `at` is when the run ended. */
export async function applyDecision(
  tx: Transaction,
  deployment: AppContext,
  { run, arn, finished }: RunToClose,
  closing: RunClosing,
  decision: Decision & { readonly regularCheckAt: Date | null },
  at: Date,
): Promise<void> {
  const { customerId, connectionId, id, arnHmac } = run.opening;
  const { nextCheckAt, regularCheckAt, confirmStep, waitingUntil, status } = decision;
  const change: ConnectionChange = { nextCheckAt, regularCheckAt, confirmStep, waitingUntil, status, refusedAt: decision.deniedSince };
  if (closing.verdict !== "secure") {
    const turned = status !== run.before.status && status !== "draft" && status !== "checking";
    const waitsForClaim = status === "checking" && closing.outcomeReason === CONNECTED_ELSEWHERE;
    await changeConnection(tx, customerId, connectionId, turned || waitsForClaim ? { ...change, reason: closing.outcomeReason } : change);
    if (decision.pendingArn === "deleted") await deletePendingRoleArn(tx, customerId, connectionId);
    return;
  }
  const place = { table: "connections", customerId, connectionId, externalId: run.opened.external_id } as const;
  const reason = closing.outcomeReason === "proven" ? null : closing.outcomeReason;
  const { accountId, roleId } = closing;
  // Seal the ARN again after every successful verification, so that a new data key reaches every row over time.
  const roleArn = sealRoleArn(deployment.env.dataKeys, place, arn);
  await changeConnection(tx, customerId, connectionId, {
    ...{ ...change, reason, roleArn, arnHmac, accountId, roleId, provedRunId: id },
    proofMac: verificationMacOf(deployment, run.opening, closing, at),
  });
  if (!run.ofPendingArn) return;
  await deletePendingRoleArn(tx, customerId, connectionId);
  if (await isAccountConnectedElsewhere(tx, customerId, finished.accountId))
    await raiseAlert(tx, "account-connected-twice", customerId, connectionId);
}
