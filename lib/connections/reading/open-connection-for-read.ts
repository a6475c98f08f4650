import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { openForRead } from "#db/queries/connections-open.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionStatus } from "#kernel/connection-status.ts";
import { ExternalId } from "#kernel/external-id.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import type { RoleArn } from "#kernel/role-arn.ts";
import type { LogAccess } from "#kernel/verdict.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { isAuthenticForRead } from "#lib/connections/checks/evidence-mac.ts";
import { awaitRun } from "#lib/connections/checks/follow-runs.ts";
import { raiseForgery } from "#lib/connections/checks/raise-forgery.ts";
import { startRun } from "#lib/connections/checks/start-run.ts";
import { switchIfPendingIsAccepted } from "#lib/connections/rotation/verify-pending.ts";
import { isSameArn, openSealedRoleArn } from "#lib/crypto/seal-role-arn.ts";

/** What a read needs, all of it from one row and one statement: the role, and the External ID of this very connection. */
export interface OpenedForRead {
  readonly kind: "opened";
  readonly roleArn: RoleArn;
  readonly externalId: ExternalId;
  readonly externalIdId: string;
  /** The pinned `AROA…`: a session of another role id is of another role, and must not be used. */
  readonly roleId: string;
  readonly accountId: string;
  /** Which verification allows this read: another one after each that verified the role. */
  readonly verificationKey: string;
  readonly tier: LogAccess;
  readonly logGroupPrefix: string;
  readonly regions: readonly string[];
}

export type NotReadable =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-readable"; readonly why: "suspended" | "not-verified" | Exclude<ConnectionStatus, "connected" | "not_proven"> };

/**
 * Opens a connection for reading logs, at every read anew, so that quarantine, disabling, suspension and removal stop use
 * at once in every process. A proof older than 24 hours, or one that the portal did not write, is renewed first, by one inline run. It writes no audit row: who
 * calls AssumeRole with what comes out writes one ahead.
 */
export async function openConnectionForRead(
  actor: CustomerActor,
  deployment: AppContext,
  connectionId: ConnectionId,
): Promise<OpenedForRead | NotReadable> {
  const opened = await tryToOpen(actor, deployment, connectionId);
  if (opened !== undefined) return opened;
  const reason = await whyNotReadable(actor, connectionId);
  if (reason.kind !== "verification-expired") return reason;
  await verifyBeforeRead(actor, deployment, connectionId);
  return (await tryToOpen(actor, deployment, connectionId)) ?? reasonAfterVerification(await whyNotReadable(actor, connectionId));
}

async function tryToOpen(actor: CustomerActor, { env }: AppContext, connectionId: ConnectionId): Promise<OpenedForRead | undefined> {
  const { customerId } = actor;
  try {
    const row = await openForRead(actor, connectionId, env.sandbox);
    if (!isAuthenticForRead(env.dataKeys, customerId, connectionId, row)) {
      await raiseForgery(actor, { customerId, connectionId, id: row.proved_run_id });
      return undefined;
    }
    const place = { table: "connections", customerId, connectionId, externalId: row.external_id } as const;
    const roleArn = openSealedRoleArn(env.dataKeys, place, row.role_arn);
    // The database cannot tell whether a ciphertext belongs to its index (10-database §1.18).
    if (!isSameArn(env.arnIndexKey, roleArn, row.arn_hmac)) throw new Error("a sealed role ARN is not the one that its index names");
    return {
      kind: "opened",
      roleArn,
      externalId: ExternalId.parse(row.external_id),
      externalIdId: row.external_id_id,
      roleId: row.role_id,
      accountId: row.account_id,
      verificationKey: row.proof,
      tier: row.tier,
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
  if (row.status === "connected" || row.status === "not_proven") return { kind: "verification-expired" };
  return { kind: "not-readable", why: row.status };
}

function reasonAfterVerification(reason: NotReadable | { readonly kind: "verification-expired" }): NotReadable {
  return reason.kind === "verification-expired" ? { kind: "not-readable", why: "not-verified" } : reason;
}

/**
 * One inline re-check before a read whose proof is too old, and one under the pending ID when that proves nothing and a
 * rotation is under way. While another process checks already, its end is waited for.
 */
export async function verifyBeforeRead(actor: CustomerActor, deployment: AppContext, connectionId: ConnectionId): Promise<void> {
  const start = await startRun(actor, deployment, { customerId: actor.customerId, connectionId, reason: "recheck" });
  if (start.kind === "started") {
    const end = await start.done;
    if ("kind" in end || end.view.verdict !== "secure") await switchIfPendingIsAccepted(actor, deployment, connectionId);
  }
  if (start.kind === "in-progress") await awaitRun(actor, deployment, connectionId);
}

/**
 * For a read whose AssumeRole was denied with what was opened a moment ago: opens the connection again if its External ID
 * was rotated meanwhile, or can be rotated now because the role accepts the new one. `undefined`: nothing changed, and
 * the refusal stands. With this a rotation costs no read, however the owner updates the role.
 */
export async function reopenAfterDenial(
  actor: CustomerActor,
  deployment: AppContext,
  connectionId: ConnectionId,
  denied: OpenedForRead,
): Promise<OpenedForRead | NotReadable | undefined> {
  const isUnchanged = (now: OpenedForRead | NotReadable) => now.kind === "opened" && now.externalIdId === denied.externalIdId;
  const now = await openConnectionForRead(actor, deployment, connectionId);
  if (!isUnchanged(now)) return now;
  await switchIfPendingIsAccepted(actor, deployment, connectionId);
  // Whoever switched: another read may have, between the two lines above.
  const after = await openConnectionForRead(actor, deployment, connectionId);
  return isUnchanged(after) ? undefined : after;
}
