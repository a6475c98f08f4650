import { randomBytes } from "node:crypto";
import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { openForRun } from "#db/queries/connections-open.ts";
import { type ConnectionRow, findConnection, findPendingRoleArn } from "#db/queries/connections-read.ts";
import { changeConnection, insertPendingRoleArn } from "#db/queries/connections-write.ts";
import { openRun as insertRun, type RunOpening } from "#db/queries/runs-write.ts";
import { stsGate } from "#db/queries/sts-calls.ts";
import type { Actor } from "#kernel/actor.ts";
import { partsOf, type RoleArn } from "#kernel/aws/role-arn.ts";
import { type ConnectionId, type CustomerId, RunId } from "#kernel/ids.ts";
import type { RunReason } from "#kernel/verification/verdict.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { type SessionName, sessionName } from "#lib/aws/role-session.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { WAIT_FOR_AWS_MS } from "#lib/connections/schedule/next-check.ts";
import { indexOfSubmitted, isSameArn, sealRoleArn } from "#lib/crypto/seal-role-arn.ts";
import { TEMPLATE_VERSION } from "#lib/role-setup/template/role-template.ts";

/**
 * What to verify: an ARN that a person just submitted, or the role of the connection (its pending role ARN, otherwise the stored
 * one). With the reason `rotation`, the role is verified under the pending External ID.
 */
export interface RunOrder {
  readonly customerId: CustomerId;
  readonly connectionId: ConnectionId;
  readonly reason: RunReason;
  readonly submitted?: RoleArn;
  /** An owner requested the run: only such a run enables a disabled connection, and no other run touches one. */
  readonly enables?: true;
}

export interface OpenedRun {
  readonly opening: RunOpening;
  readonly sessionName: SessionName;
  readonly startedAt: Date;
  /** The connection before the run. */
  readonly before: ConnectionRow;
  readonly ofPendingArn: boolean;
  /** Whether the run uses the new External ID of a rotation and not the current one. */
  readonly ofPending: boolean;
  /** The only run that may test, after AWS rejected the portal's credentials, whether they work again. */
  readonly trial: boolean;
  readonly pendingArnExpiresAt: Date | null;
  readonly waitingUntil: Date | null;
  /** The sealed ARN, the External ID and the retired IDs, from the database function that opens a run. */
  readonly opened: Awaited<ReturnType<typeof openForRun>>;
}

export type Opening =
  | { readonly kind: "opened"; readonly run: OpenedRun }
  | { readonly kind: "not-found" }
  /** The connection has no role to verify, or no pending ID to verify it under. */
  | { readonly kind: "nothing-to-verify" }
  | { readonly kind: "in-progress" }
  /** AWS rejects the portal's credentials: no run starts until a trial run succeeds. */
  | { readonly kind: "paused" }
  | { readonly kind: "over-budget" }
  /** The customer's users have requested as many checks as allowed for now. */
  | { readonly kind: "too-many-checks" };

const PENDING_ARN_LIFETIME_MS = 60 * 60_000;
/** When the worker takes over if this process dies. The run's lease (30 s) has ended by then. */
const TAKEN_OVER_AFTER_MS = 40_000;

/**
 * Opens a run in one transaction: the run, the sealed ARN of a submission, the status, and last the audit row that says what
 * will be called. AWS is called only after the commit, so that no call is missing from the audit log.
 */
export async function openRun(actor: Actor, context: AppContext, order: RunOrder): Promise<Opening> {
  return openWithStoredIndex(actor, context, order, "first");
}

/**
 * `keys rotate` can store another index of the ARN between reading the connection and inserting the run; the database then refuses
 * the run (`run_of_own_role`), and the second try reads the new index.
 */
async function openWithStoredIndex(actor: Actor, context: AppContext, order: RunOrder, attempt: "first" | "second"): Promise<Opening> {
  try {
    return await inTransaction(actor, (tx) => openInside(tx, actor, context, order));
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal?.constraint === "run_of_own_role" && attempt === "first") return openWithStoredIndex(actor, context, order, "second");
    if (refusal?.constraint === "one_open_run") return { kind: "in-progress" };
    if (refusal?.constraint === "budget") return { kind: "over-budget" };
    if (refusal?.constraint === "check_budget") return { kind: "too-many-checks" };
    if (refusal?.kind === "not-found") return { kind: "not-found" };
    throw error;
  }
}

async function openInside(tx: Transaction, actor: Actor, context: AppContext, order: RunOrder): Promise<Opening> {
  const { customerId, connectionId } = order;
  const before = await findConnection(tx, customerId, connectionId);
  if (before === undefined || before.status === "removed") return { kind: "not-found" };
  if (before.status === "disabled" && order.enables !== true) return { kind: "nothing-to-verify" };
  const gate = await stsGate(tx, context.env.region);
  if (gate === "open") return { kind: "paused" };
  const target = await targetOf(tx, context, before, order);
  if (target === undefined || (order.reason === "rotation" && before.pending === null)) return { kind: "nothing-to-verify" };
  const { opening, name } = openingOf(actor, context, order, before, target);
  const startedAt = await insertRun(tx, opening);
  if (target.submitted !== null) {
    const place = { table: "pending_role_arns", customerId, connectionId, externalId: before.externalId } as const;
    const sealedArn = sealRoleArn(context.env.dataKeys, place, target.submitted);
    await insertPendingRoleArn(tx, { customerId, connectionId, sealedArn, arnHmac: target.arnHmac });
  }
  const waitingUntil = target.submitted === null ? before.waitingUntil : new Date(startedAt.getTime() + WAIT_FOR_AWS_MS);
  const neverVerified = before.verifiedAt === null;
  if (neverVerified) {
    const nextCheckAt = new Date(startedAt.getTime() + TAKEN_OVER_AFTER_MS);
    await changeConnection(tx, customerId, connectionId, { status: "verifying", waitingUntil, nextCheckAt });
  }
  const account = target.submitted === null ? null : partsOf(target.submitted).accountId;
  const opened = await openForRun(tx, customerId, opening.id, account);
  await recordAudit(tx, actor, customerId, "run.started", {
    run: opening.id,
    connection: connectionId,
    reason: opening.reason,
    external_id: opening.externalIdId,
    calls: "assume-role",
    session: name,
    region: opening.stsRegion,
  });
  const { ofPendingArn, pendingArnExpiresAt } = target;
  return {
    kind: "opened",
    run: {
      opening,
      sessionName: name,
      startedAt,
      before,
      ofPendingArn,
      ofPending: opening.externalIdId !== before.externalIdId,
      trial: gate === "trial",
      pendingArnExpiresAt,
      waitingUntil: neverVerified ? waitingUntil : null,
      opened,
    },
  };
}

interface Target {
  readonly arnHmac: string;
  readonly ofPendingArn: boolean;
  readonly pendingArnExpiresAt: Date | null;
  /** The ARN to store as pending; null when it is stored already. */
  readonly submitted: RoleArn | null;
}

/** Which ARN to probe. Submitting the ARN that is already connected re-verifies it and uses no submission budget. */
async function targetOf(tx: Transaction, context: AppContext, before: ConnectionRow, order: RunOrder): Promise<Target | undefined> {
  const stored = before.verifiedAt === null ? null : before.arnHmac;
  if (order.submitted !== undefined) {
    const keys = context.env.arnIndexKeys;
    if (stored === null || !isSameArn(keys, order.submitted, stored)) {
      const pendingArnExpiresAt = new Date(before.readAt.getTime() + PENDING_ARN_LIFETIME_MS);
      return {
        arnHmac: await indexOfSubmitted(tx, keys, order.submitted),
        ofPendingArn: true,
        pendingArnExpiresAt,
        submitted: order.submitted,
      };
    }
  }
  if (stored !== null) return { arnHmac: stored, ofPendingArn: false, pendingArnExpiresAt: null, submitted: null };
  const waiting = await findPendingRoleArn(tx, order.customerId, order.connectionId);
  return waiting && { arnHmac: waiting.arnHmac, ofPendingArn: true, pendingArnExpiresAt: waiting.expiresAt, submitted: null };
}

function openingOf(actor: Actor, { env }: AppContext, order: RunOrder, before: ConnectionRow, target: Target) {
  const id = newRunId(before.readAt);
  const name = sessionName(env.authSecret, "run", [id]);
  // A run of a pending role ARN counts as a submission, also when it is a retry. Submitting the connected ARN is a re-check.
  const asked = order.reason === "submit" ? "recheck" : order.reason;
  const opening: RunOpening = {
    id,
    customerId: order.customerId,
    connectionId: order.connectionId,
    externalIdId: order.reason === "rotation" && before.pending !== null ? before.pending.id : before.externalIdId,
    reason: target.ofPendingArn ? "submit" : asked,
    requestedBy: actor.kind === "customer" ? actor.userId : null,
    arnHmac: target.arnHmac,
    templateVersion: TEMPLATE_VERSION,
    sandbox: env.sandbox,
    sessionName: name,
    stsRegion: env.region,
  };
  return { opening, name };
}

/** A run ID, a UUID of version 7. It is made here and not by the database, because the session name is derived from it. */
function newRunId(now: Date): RunId {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return RunId.parse([hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-"));
}
