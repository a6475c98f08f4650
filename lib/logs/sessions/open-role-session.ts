import { randomUUID } from "node:crypto";
import { inTransaction } from "#db/in-transaction.ts";
import type { CustomerActor, ReadPurpose, SystemActor } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { type Failure, fail } from "#kernel/result.ts";
import type { Clock } from "#kernel/time/clock.ts";
import { expiringSet } from "#kernel/time/expiring-set.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { type AssumeRoleOutcome, assumeRole } from "#lib/aws/assume-role.ts";
import { type SessionName, sessionName } from "#lib/aws/role-session.ts";
import { sendableId } from "#lib/aws/sent-external-id.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { OpenedForRead } from "#lib/connections/reading/open-connection-for-read.ts";
import { acquireTokensForRead } from "#lib/connections/sts-calls/sts-budget.ts";
import { explainNoCallLeft, explainNotOpened } from "#lib/logs/explain-logs-outcome.ts";
import type { Opened, SessionKey } from "./role-session-cache.ts";

/** Who opens a role session: a person for their reads, or the worker to stop queries of a customer that have lost their reader. */
export type SessionOpener = CustomerActor | (SystemActor & { readonly customerId: CustomerId });

export interface RoleSessionWanted {
  readonly connectionId: ConnectionId;
  readonly opened: OpenedForRead;
  /** The session policy. */
  readonly policy: string;
  readonly purpose: ReadPurpose;
}

export interface NotOpened {
  readonly failure: Failure;
  readonly denied: boolean;
}

/** Seconds; the maximum of AWS for role chaining. The session is refreshed before it ends. */
export const SESSION_SECONDS = 3600;

const refusals = new WeakMap<AppContext, SourceIdentityRefusals>();

/**
 * Assumes the role for one person's reads, or for the worker, with a source identity where its trust policy allows one. AWS does not say
 * why it denies a call: a denied call with a source identity is retried once without it, and a success is remembered. No other error
 * is remembered or retried.
 */
export async function openRoleSession(actor: SessionOpener, context: AppContext, wanted: RoleSessionWanted): Promise<Opened<NotOpened>> {
  const { connectionId, opened } = wanted;
  const role = { customerId: actor.customerId, connectionId, externalIdId: opened.externalIdId, roleId: opened.roleId };
  const refused = refusalsOf(context);
  if (refused.holds(role)) return sessionOf(opened, (await ask(actor, context, wanted, { named: false })).outcome);
  const first = await ask(actor, context, wanted, { named: true });
  if (first.outcome === null || first.outcome.kind !== "denied") return sessionOf(opened, first.outcome);
  const second = await ask(actor, context, wanted, { named: false, insteadOf: first.call });
  const answer = sessionOf(opened, second.outcome);
  if (answer.kind === "session") refused.add(role);
  return answer;
}

interface How {
  /** Whether the call sets a source identity. */
  readonly named: boolean;
  /** The denied call that this one repeats without a source identity. */
  readonly insteadOf?: string;
}

/** `call` is the ID of its audit rows. */
type Asked = { readonly call: string; readonly outcome: AssumeRoleOutcome } | { readonly call: null; readonly outcome: null };
/** The portal reached its rate limit for STS for this customer: AWS was not called, and no audit row was written. */
const NO_CALL_LEFT: Asked = { call: null, outcome: null };

/** Makes one AssumeRole call between two audit rows: the request with its purpose, and the response of AWS. Nothing is read unless both were written. */
async function ask(
  actor: SessionOpener,
  context: AppContext,
  { connectionId, opened, policy, purpose }: RoleSessionWanted,
  { named, insteadOf }: How,
): Promise<Asked> {
  const { authSecret, region, stsCallsPerSecond: perSecond } = context.env;
  const { customerId } = actor;
  const name =
    actor.kind === "customer"
      ? sessionName(authSecret, "user", [customerId, actor.userId])
      : sessionName(authSecret, "run", [customerId, connectionId]);
  // The same pseudonym for both: a reader of CloudTrail searches for one name, and /security says whose it is.
  const sourceIdentity = named ? { sourceIdentity: name } : {};
  const bill = { customerId, region, calls: 1, perSecond };
  if (!(await acquireTokensForRead(actor, context.clock, bill))) return NO_CALL_LEFT;
  const call = await announceRoleSession(actor, {
    connectionId,
    externalIdId: opened.externalIdId,
    purpose,
    sessionName: name,
    ...sourceIdentity,
    region,
    ...(insteadOf !== undefined && { insteadOf }),
  });
  const outcome = await assumeRole(context.aws, {
    roleArn: opened.roleArn,
    externalId: { kind: "id", value: sendableId(opened.externalId) },
    sessionName: name,
    ...sourceIdentity,
    durationSeconds: SESSION_SECONDS,
    sessionPolicy: policy,
    maxAttempts: 3,
  });
  await recordRoleSession(actor, { call, connectionId, outcome });
  return { call, outcome };
}

function sessionOf({ roleId }: OpenedForRead, outcome: AssumeRoleOutcome | null): Opened<NotOpened> {
  if (outcome === null) return { kind: "failed", failed: { failure: explainNoCallLeft(), denied: false } };
  if (outcome.kind !== "allowed") {
    return { kind: "failed", failed: { failure: explainNotOpened(outcome), denied: outcome.kind === "denied" } };
  }
  if (outcome.session.roleId === roleId) return { kind: "session", session: outcome.session };
  const made = "The role was deleted and recreated after verification. An owner must verify the connection again.";
  return { kind: "failed", failed: { failure: fail("unavailable", made), denied: false } };
}

function refusalsOf(context: AppContext): SourceIdentityRefusals {
  const kept = refusals.get(context) ?? createSourceIdentityRefusals(context.clock);
  refusals.set(context, kept);
  return kept;
}

/** One role with one External ID: a denial depends on the trust policy for both. */
export type TrustedRole = Pick<SessionKey, "customerId" | "connectionId" | "externalIdId" | "roleId">;

export interface SourceIdentityRefusals {
  /** Whether this role allowed access only without a source identity, so that none needs to be tried. */
  holds(role: TrustedRole): boolean;
  /** Remembers a role that denied a call with a source identity and allowed the same call without it. */
  add(role: TrustedRole): void;
}

/** After this time the customer may have allowed it. A shorter time would cost frequent readers more than 1.1 calls per hour. */
const REMEMBERED_MS = 72 * 60 * 60_000;
const KEPT_ROLES = 5000;

/** Kept in the memory of this process: after a restart each role costs one denied call, and nothing else depends on it. */
export function createSourceIdentityRefusals(clock: Clock): SourceIdentityRefusals {
  const memory = expiringSet(clock, { forMs: REMEMBERED_MS, atMost: KEPT_ROLES });
  return { holds: (role) => memory.has(nameOf(role)), add: (role) => memory.add(nameOf(role)) };
}

function nameOf({ customerId, connectionId, externalIdId, roleId }: TrustedRole): string {
  return JSON.stringify([customerId, connectionId, externalIdId, roleId]);
}

/** Writes the audit row before an AssumeRole call for a read; it is committed before AWS is called. Returns the ID of the call. */
async function announceRoleSession(
  actor: SessionOpener,
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
async function recordRoleSession(
  actor: SessionOpener,
  answered: { readonly call: string; readonly connectionId: ConnectionId; readonly outcome: AssumeRoleOutcome },
): Promise<void> {
  const { call, connectionId, outcome } = answered;
  await inTransaction(actor, (tx) =>
    recordAudit(tx, actor, actor.customerId, "logs.answered", {
      call,
      connection: connectionId,
      got: outcome.kind,
      ...requestOf(outcome),
      ...(outcome.kind === "allowed" && { region: outcome.stsRegion, role: outcome.session.roleId }),
    }),
  );
}

/** The format of a request ID; an audit row must not contain anything else. */
function requestOf({ requestId }: AssumeRoleOutcome): { readonly request?: string } {
  return requestId !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(requestId) ? { request: requestId } : {};
}
