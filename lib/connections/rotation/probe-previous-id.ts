import { ExternalId } from "#kernel/external-id.ts";
import type { RoleArn } from "#kernel/role-arn.ts";
import { sendableId } from "#lib/aws/sent-external-id.ts";
import type { SessionName } from "#lib/aws/session-name.ts";
import { DENY_EVERYTHING } from "#lib/aws/session-policy.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { maskedId } from "#lib/verification/engine/wrong-ids.ts";
import type { ProbeAnswer } from "#lib/verification/shared/run-view.ts";

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
