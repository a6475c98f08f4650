import type { ConnectionRow } from "#db/queries/connections-read.ts";
import { ExternalId } from "#kernel/external-id.ts";
import type { RoleArn } from "#kernel/role-arn.ts";
import { DENY_EVERYTHING, type SessionName } from "#lib/aws/role-session.ts";
import { sendableId } from "#lib/aws/sent-external-id.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { nextCheckForPending, nextCheckForRetiring, RETIRES_WITHIN_MS } from "#lib/connections/schedule/next-check.ts";
import { maskedId } from "#lib/verification/engine/plan-probes.ts";
import type { ProbeAnswer } from "#lib/verification/shared/run-view.ts";

/** A rotation in progress: the new ID is not verified yet (`pending`), or it is current and the previous one may still be accepted (`retiring`). */
export interface Rotation {
  readonly stage: "pending" | "retiring";
  /** The ID that is not the current one. */
  readonly id: string;
  readonly value: string;
  /** When the new ID was created (`pending`), or when it became current (`retiring`). */
  readonly since: Date;
}

/** The rotation of a connection, or null. There is at most one, so at most two IDs can be in use. */
export function rotationOf({ pending, retiring }: Pick<ConnectionRow, "pending" | "retiring">): Rotation | null {
  if (pending !== null) return { stage: "pending", ...pending };
  return retiring === null ? null : { stage: "retiring", ...retiring };
}

/** When the connection is checked next: at the regular time, or sooner because of a rotation. */
export function nextCheckDuring(rotation: Rotation | null, regular: Date | null, now: Date): Date | null {
  if (rotation === null) return regular;
  const look = (rotation.stage === "pending" ? nextCheckForPending : nextCheckForRetiring)(rotation.since, now);
  return regular === null || look < regular ? look : regular;
}

/** From seven days on, the database accepts no secure run unless the previous ID was denied. A run that may end after that is treated alike. */
const A_RUNS_LENGTH_MS = 60_000;

/** Whether the role must deny the previous ID by now. */
export function isOverdue(rotation: Rotation | null, now: Date): boolean {
  return rotation?.stage === "retiring" && now.getTime() + A_RUNS_LENGTH_MS > rotation.since.getTime() + RETIRES_WITHIN_MS;
}

/** What the role did with the External ID from before a rotation. Either answer is allowed, so it is not part of the verdict. */
export interface PreviousIdAnswer {
  readonly got: ProbeAnswer;
  readonly code: string;
  readonly requestId: string;
  readonly sent: string;
  readonly ms: number;
}

const DEADLINE_MS = 10_000;

/**
 * Tests whether a role still accepts its previous External ID. Like a negative probe, the call differs from the correct one only in
 * its ID and its inline policy, and the credentials of an allowed call are dropped here. Never rejects.
 */
export async function probePreviousId(
  { ports }: AppContext,
  ask: { readonly roleArn: RoleArn; readonly previousId: string; readonly sessionName: SessionName },
): Promise<PreviousIdAnswer> {
  const began = performance.now();
  const outcome = await ports.assume({
    roleArn: ask.roleArn,
    externalId: { kind: "id", value: sendableId(ExternalId.parse(ask.previousId)) },
    sessionName: ask.sessionName,
    durationSeconds: 900,
    sessionPolicy: DENY_EVERYTHING,
    maxAttempts: 2,
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  const answer = { got: outcome.kind, sent: maskedId(ask.previousId), ms: Math.max(0, Math.round(performance.now() - began)) };
  if (outcome.kind === "denied") return { ...answer, code: "AccessDenied", requestId: outcome.requestId };
  return { ...answer, code: outcome.kind === "granted" ? "" : (outcome.code ?? ""), requestId: outcome.requestId ?? "" };
}
