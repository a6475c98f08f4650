import { randomUUID } from "node:crypto";
import { inTransaction } from "#db/in-transaction.ts";
import type { CustomerActor, ReadPurpose } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { AssumeRoleOutcome } from "#lib/aws/assume-role.ts";
import type { SessionName } from "#lib/aws/session-name.ts";

/** Writes the audit row before an AssumeRole call for a read; it is committed before AWS is called. Returns the ID of the call. */
export async function announceRoleSession(
  actor: CustomerActor,
  asked: {
    readonly connectionId: ConnectionId;
    readonly externalIdId: string;
    readonly purpose: ReadPurpose;
    readonly sessionName: SessionName;
    readonly sourceIdentity?: SessionName;
    readonly region: string;
    /** The denied call that this one repeats without the source identity. */
    readonly insteadOf?: string;
  },
): Promise<string> {
  const call = randomUUID();
  const { connectionId, externalIdId, purpose, sourceIdentity, region, insteadOf } = asked;
  await inTransaction(actor, (tx) =>
    recordAudit(tx, actor, actor.customerId, "logs.opened", {
      connection: connectionId,
      external_id: externalIdId,
      calls: "assume-role",
      call,
      for: purpose,
      session: asked.sessionName,
      ...(sourceIdentity !== undefined && { source_identity: sourceIdentity }),
      region,
      ...(insteadOf !== undefined && { instead_of: insteadOf }),
    }),
  );
  return call;
}

/** Writes the response of AWS with the request ID, by which the customer finds the call in CloudTrail. No session is used before. */
export async function recordRoleSession(
  actor: CustomerActor,
  answered: { readonly call: string; readonly connectionId: ConnectionId; readonly outcome: AssumeRoleOutcome },
): Promise<void> {
  const { call, connectionId, outcome } = answered;
  await inTransaction(actor, (tx) =>
    recordAudit(tx, actor, actor.customerId, "logs.answered", {
      call,
      connection: connectionId,
      got: outcome.kind,
      ...requestOf(outcome),
      ...(outcome.kind === "granted" && { region: outcome.stsRegion, role: outcome.session.roleId }),
    }),
  );
}

/** The format of a request ID; an audit row must not contain anything else. */
function requestOf({ requestId }: AssumeRoleOutcome): { readonly request?: string } {
  return requestId !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(requestId) ? { request: requestId } : {};
}
