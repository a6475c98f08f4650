import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { type ClaimHolder, endClaim, enqueueClaimMail, findClaimHolder } from "#db/queries/claims.ts";
import { raiseAlert } from "#db/queries/connections-write.ts";
import type { Actor } from "#kernel/actor.ts";
import type { RoleArn } from "#kernel/aws/role-arn.ts";
import { CLAIM_ENDED } from "#kernel/verification/connection-status.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { probePreviousId } from "#lib/connections/rotation/rotation.ts";
import { allIndexesOf } from "#lib/crypto/seal-role-arn.ts";
import type { ProbeAnswer } from "#lib/verification/shared/run-view.ts";
import type { OpenedRun } from "./open-run.ts";

/** The other connection that holds the role of a run, and whether the role accepts that connection's External IDs. */
export interface ContestedClaim {
  readonly holder: ClaimHolder;
  /** `allowed` when the role accepts any of them, `denied` when AWS denied every one. */
  readonly got: ProbeAnswer;
}

/**
 * Finds the other connection that holds the role of this run, if there is one. Only the worker asks: a person's own run
 * answers "already connected" and leaves the rest to the worker, so that people learn nothing more about other customers. The
 * holder's audit chain records that its External IDs will be sent, before they are sent.
 */
export async function findContested(actor: Actor, { env }: AppContext, run: OpenedRun, arn: RoleArn): Promise<ClaimHolder | null> {
  const { before, opening } = run;
  const holdsItself = before.verifiedAt !== null && before.claimEndedAt === null;
  if (actor.kind !== "system" || holdsItself) return null;
  return inTransaction(actor, async (tx) => {
    const holder = await findClaimHolder(tx, { ...opening, arnHmacs: allIndexesOf(env.arnIndexKeys, arn) });
    if (holder === undefined) return null;
    const attributes = { connection: holder.connectionId, calls: "assume-role", session: opening.sessionName, region: opening.stsRegion };
    await recordAudit(tx, actor, holder.customerId, "claim.checked", attributes);
    return holder;
  });
}

/** Tries each External ID of the holder on the role, after the role accepted the run's own ID. Never rejects. */
export async function askHolder(context: AppContext, run: OpenedRun, roleArn: RoleArn, holder: ClaimHolder): Promise<ContestedClaim> {
  const { sessionName } = run;
  const answers = await Promise.all(holder.externalIds.map((previousId) => probePreviousId(context, { roleArn, previousId, sessionName })));
  if (answers.some(({ got }) => got === "allowed")) return { holder, got: "allowed" };
  const denied = answers.length > 0 && answers.every(({ got, requestId }) => got === "denied" && requestId !== "");
  return { holder, got: denied ? "denied" : "inconclusive" };
}

/**
 * Ends the holder's claim if a secure run saw the holder's External IDs denied. It runs in the transaction that connects the
 * run's own connection, so exactly one connection holds the role at any time. Returns whether the claim ended.
 */
export async function takeClaim(
  tx: Transaction,
  { env }: AppContext,
  done: { readonly arn: RoleArn; readonly claim: ContestedClaim | null },
): Promise<boolean> {
  const { arn, claim } = done;
  if (claim?.got !== "denied") return false;
  return (await endClaim(tx, claim.holder, allIndexesOf(env.arnIndexKeys, arn), CLAIM_ENDED)) === "ended";
}

/** Notifies staff and the owners of both sides that a claim moved, and records it in both audit chains. Neither names the other side. */
export async function notifyClaimMoved(tx: Transaction, actor: Actor, { opening }: OpenedRun, { holder }: ContestedClaim): Promise<void> {
  const { customerId, connectionId, id } = opening;
  await enqueueClaimMail(tx, holder.customerId, holder.connectionId, "ended");
  await enqueueClaimMail(tx, customerId, connectionId, "taken");
  await raiseAlert(tx, "role-claim-moved", holder.customerId, holder.connectionId);
  await recordAudit(tx, actor, holder.customerId, "claim.ended", { connection: holder.connectionId });
  await recordAudit(tx, actor, customerId, "claim.taken", { run: id, connection: connectionId });
}

/** Notifies the owners of both sides, at most once a day each, that the role accepts both External IDs and stays with its connection. */
export async function notifyClaimKept(tx: Transaction, { opening }: OpenedRun, { holder }: ContestedClaim): Promise<void> {
  await enqueueClaimMail(tx, holder.customerId, holder.connectionId, "kept");
  await enqueueClaimMail(tx, opening.customerId, opening.connectionId, "not-taken");
}
