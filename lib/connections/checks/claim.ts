import { inTransaction } from "#db/in-transaction.ts";
import { type ClaimHolder, endClaim, enqueueClaimMail, findClaimHolder } from "#db/queries/connections-claims.ts";
import { raiseAlert } from "#db/queries/connections-write.ts";
import type { Transaction } from "#db/transaction.ts";
import type { Actor } from "#kernel/actor.ts";
import type { RoleArn } from "#kernel/role-arn.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { probePreviousId } from "#lib/connections/rotation/probe-previous-id.ts";
import type { ProbeAnswer } from "#lib/verification/shared/run-view.ts";
import type { OpenedRun } from "./open-run.ts";

/** The reason that a connection is left with whose role is another connection's now. */
const CLAIM_ENDED = "claim-ended";

/** Who holds the role of a run beside its own connection, and what the role does with that holder's External IDs. */
export interface ContestedClaim {
  readonly holder: ClaimHolder;
  /** `granted` when the role accepts any of them, `denied` when AWS denied every one. */
  readonly got: ProbeAnswer;
}

/**
 * The holder of the role that this run is about, if another connection holds it. Only the worker asks: a person's own run
 * says "already connected" and leaves the rest to it, so that nobody learns more of other customers than that. The
 * holder's chain says that its External IDs will be sent, before they are.
 */
export async function findContested(actor: Actor, run: OpenedRun): Promise<ClaimHolder | null> {
  const { before, opening } = run;
  const holdsItself = before.provedAt !== null && before.claimEndedAt === null;
  if (actor.kind !== "system" || holdsItself) return null;
  return inTransaction(actor, async (tx) => {
    const holder = await findClaimHolder(tx, opening);
    if (holder === undefined) return null;
    const ids = { connection: holder.connectionId, calls: "assume-role", session: opening.sessionName, region: opening.stsRegion };
    await recordAudit(tx, actor, holder.customerId, "claim.checked", ids);
    return holder;
  });
}

/** Asks the role for each External ID of the holder, once it has accepted the run's own. Never rejects. */
export async function askHolder(deployment: AppContext, run: OpenedRun, roleArn: RoleArn, holder: ClaimHolder): Promise<ContestedClaim> {
  const { sessionName } = run;
  const answers = await Promise.all(
    holder.externalIds.map((previousId) => probePreviousId(deployment, { roleArn, previousId, sessionName })),
  );
  if (answers.some(({ got }) => got === "granted")) return { holder, got: "granted" };
  const denied = answers.length > 0 && answers.every(({ got, requestId }) => got === "denied" && requestId !== "");
  return { holder, got: denied ? "denied" : "inconclusive" };
}

/**
 * A secure run that saw the holder's External IDs denied ends the holder's claim, in the transaction that connects the run's
 * own connection: there is no moment at which both or neither hold the role. Answers whether it did.
 */
export async function takeClaim(tx: Transaction, { opening }: OpenedRun, claim: ContestedClaim | null): Promise<boolean> {
  if (claim?.got !== "denied") return false;
  return (await endClaim(tx, claim.holder, opening.arnHmac, CLAIM_ENDED)) === "ended";
}

/** Tells staff and both sides' owners that a claim moved, and writes it into both chains. Neither names the other side. */
export async function tellClaimMoved(tx: Transaction, actor: Actor, { opening }: OpenedRun, { holder }: ContestedClaim): Promise<void> {
  const { customerId, connectionId, id } = opening;
  await enqueueClaimMail(tx, holder.customerId, holder.connectionId, "ended");
  await enqueueClaimMail(tx, customerId, connectionId, "taken");
  await raiseAlert(tx, "role-claim-moved", holder.customerId, holder.connectionId);
  await recordAudit(tx, actor, holder.customerId, "claim.ended", { connection: holder.connectionId });
  await recordAudit(tx, actor, customerId, "claim.taken", { run: id, connection: connectionId });
}

/** Tells both sides' owners that the role accepts both External IDs and stays where it is: at most once a day each. */
export async function tellClaimKept(tx: Transaction, { opening }: OpenedRun, { holder }: ContestedClaim): Promise<void> {
  await enqueueClaimMail(tx, holder.customerId, holder.connectionId, "kept");
  await enqueueClaimMail(tx, opening.customerId, opening.connectionId, "not-taken");
}
