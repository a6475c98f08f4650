import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type OpenedForReadRow, openForRead, openForStop } from "#db/queries/connections-open.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import type { Actor, CustomerActor, SystemActor } from "#kernel/actor.ts";
import { ExternalId } from "#kernel/aws/external-id.ts";
import type { RoleArn } from "#kernel/aws/role-arn.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { LogAccess } from "#kernel/verification/verdict.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { awaitRun } from "#lib/connections/checks/follow-runs.ts";
import { startRun } from "#lib/connections/checks/start-run.ts";
import { isAuthenticForRead, raiseForgery } from "#lib/connections/evidence/evidence-mac.ts";
import { switchIfPendingIsAccepted } from "#lib/connections/rotation/verify-pending.ts";
import { isSameArn, openSealedRoleArn } from "#lib/crypto/seal-role-arn.ts";

/** Everything that a read needs, from one row and one statement: the role, and the External ID of this connection. */
export interface OpenedForRead {
  readonly kind: "opened";
  readonly roleArn: RoleArn;
  readonly externalId: ExternalId;
  readonly externalIdId: string;
  /** The unique ID (`AROA…`) that was verified. A session of a role with another ID belongs to another role and must not be used. */
  readonly roleId: string;
  readonly accountId: string;
  /** Identifies the verification that allows this read. Each verification of the role has another one. */
  readonly verificationKey: string;
  readonly logAccess: LogAccess;
  readonly logGroupPrefix: string;
  readonly regions: readonly string[];
}

export type NotReadable =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-readable"; readonly why: "suspended" | "not-verified" | Exclude<ConnectionStatus, "connected" | "expired"> };

/**
 * Opens a connection for reading logs. This runs for every read, so that quarantine, disabling, suspension and removal stop log
 * access immediately in every process. If the last verification is older than 24 hours, or the portal did not write it, the
 * role is verified first. It writes no audit row: the caller writes one before it calls AssumeRole.
 */
export async function openConnectionForRead(
  actor: CustomerActor,
  context: AppContext,
  connectionId: ConnectionId,
): Promise<OpenedForRead | NotReadable> {
  const opened = await tryToOpen(actor, context, connectionId);
  if (opened !== undefined) return opened;
  const reason = await whyNotReadable(actor, connectionId);
  if (reason.kind !== "verification-expired") return reason;
  await verifyBeforeRead(actor, context, connectionId);
  return (await tryToOpen(actor, context, connectionId)) ?? reasonAfterVerification(await whyNotReadable(actor, connectionId));
}

/**
 * Opens a connection for the worker, to stop a query whose reader is gone: under the conditions of a read, and only while the
 * database agrees that the query has lost its reader. Returns `undefined` otherwise.
 */
export function openConnectionToStop(
  actor: SystemActor,
  context: AppContext,
  query: { readonly customerId: CustomerId; readonly connectionId: ConnectionId; readonly id: string },
): Promise<OpenedForRead | undefined> {
  return opened(actor, context, query, () =>
    inTransaction(actor, (tx) => openForStop(tx, { customerId: query.customerId, id: query.id, sandbox: context.env.sandbox })),
  );
}

function tryToOpen(actor: CustomerActor, context: AppContext, connectionId: ConnectionId): Promise<OpenedForRead | undefined> {
  return opened(actor, context, { customerId: actor.customerId, connectionId }, () =>
    openForRead(actor, connectionId, context.env.sandbox),
  );
}

async function opened(
  actor: Actor,
  { env }: AppContext,
  { customerId, connectionId }: { readonly customerId: CustomerId; readonly connectionId: ConnectionId },
  ask: () => Promise<OpenedForReadRow>,
): Promise<OpenedForRead | undefined> {
  try {
    const row = await ask();
    if (!isAuthenticForRead(env.dataKeys, customerId, connectionId, row)) {
      await raiseForgery(actor, { customerId, connectionId, id: row.verified_run_id });
      return undefined;
    }
    const place = { table: "connections", customerId, connectionId, externalId: row.external_id } as const;
    const roleArn = openSealedRoleArn(env.dataKeys, place, row.role_arn);
    // The database cannot check that a ciphertext belongs to its index.
    if (!isSameArn(env.arnIndexKeys, roleArn, row.arn_hmac)) throw new Error("a sealed role ARN is not the one that its index names");
    return {
      kind: "opened",
      roleArn,
      externalId: ExternalId.parse(row.external_id),
      externalIdId: row.external_id_id,
      roleId: row.role_id,
      accountId: row.account_id,
      verificationKey: row.verified,
      logAccess: row.log_access,
      logGroupPrefix: row.log_group_prefix,
      regions: row.regions,
    };
  } catch (error) {
    if (refusalOf(error)?.kind === "not-found") return undefined;
    throw error;
  }
}

async function whyNotReadable(
  actor: CustomerActor,
  connectionId: ConnectionId,
): Promise<NotReadable | { readonly kind: "verification-expired" }> {
  const row = await inTransaction(actor, (tx) => findConnection(tx, actor.customerId, connectionId), { readOnly: true });
  if (row === undefined) return { kind: "not-found" };
  if (row.suspendedAt !== null) return { kind: "not-readable", why: "suspended" };
  if (row.status === "connected" || row.status === "expired") return { kind: "verification-expired" };
  return { kind: "not-readable", why: row.status };
}

function reasonAfterVerification(reason: NotReadable | { readonly kind: "verification-expired" }): NotReadable {
  return reason.kind === "verification-expired" ? { kind: "not-readable", why: "not-verified" } : reason;
}

/**
 * Verifies the role before a read whose last verification has expired. If that run is not secure and a rotation is in progress,
 * the role is verified under the pending ID too. If another process is already verifying, this waits for the end of its run.
 */
export async function verifyBeforeRead(actor: CustomerActor, context: AppContext, connectionId: ConnectionId): Promise<void> {
  const start = await startRun(actor, context, { customerId: actor.customerId, connectionId, reason: "recheck" });
  if (start.kind === "started") {
    const end = await start.done;
    if ("kind" in end || end.view.verdict !== "secure") await switchIfPendingIsAccepted(actor, context, connectionId);
  }
  if (start.kind === "in-progress") await awaitRun(actor, context, connectionId);
}

/**
 * For a read whose AssumeRole call was denied: opens the connection again if its External ID was rotated meanwhile, or can be
 * rotated now because the role accepts the new one. Returns `undefined` when nothing changed and the denial is final. With
 * this, no read fails because of a rotation, however the owner updates the role.
 */
export async function reopenAfterDenial(
  actor: CustomerActor,
  context: AppContext,
  connectionId: ConnectionId,
  denied: OpenedForRead,
): Promise<OpenedForRead | NotReadable | undefined> {
  const isUnchanged = (now: OpenedForRead | NotReadable) => now.kind === "opened" && now.externalIdId === denied.externalIdId;
  const now = await openConnectionForRead(actor, context, connectionId);
  if (!isUnchanged(now)) return now;
  await switchIfPendingIsAccepted(actor, context, connectionId);
  // Another read may have completed the switch meanwhile, so open the connection again in any case.
  const after = await openConnectionForRead(actor, context, connectionId);
  return isUnchanged(after) ? undefined : after;
}
