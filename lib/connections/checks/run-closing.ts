import type { Transaction } from "#db/in-transaction.ts";
import type { RunClosing } from "#db/queries/runs-write.ts";
import type { RoleArn } from "#kernel/role-arn.ts";
import type { PreviousIdAnswer } from "#lib/connections/rotation/probe-previous-id.ts";
import { isOverdue, rotationOf } from "#lib/connections/rotation/rotation.ts";
import { reasonText } from "#lib/verification/engine/judge-run.ts";
import type { FinishedRun } from "#lib/verification/engine/run-probes.ts";
import type { ContestedClaim } from "./claim.ts";
import type { OpenedRun } from "./open-run.ts";

/** A finished run and everything that is needed to store it. */
export interface RunToClose {
  readonly run: OpenedRun;
  readonly arn: RoleArn;
  readonly finished: FinishedRun;
  /** What the role did with its previous External ID while one was retiring; null when there was none or it was not tried. */
  readonly previous: PreviousIdAnswer | null;
  /** The other connection that holds the role, and whether the role accepts its External IDs; null when there is none or it was not tried. */
  readonly claim: ContestedClaim | null;
  /** Writes the probes that are not written yet. */
  readonly rest: (tx: Transaction) => Promise<void>;
}

/** Why a run is not secure although every negative probe was denied: a week after the rotation, the role still accepts its previous ID. */
export const PREVIOUS_ID_ACCEPTED = "former-id-opens";

/** The values that close a run's row. A role that still accepts its previous External ID after the deadline is not secure. */
export function closingOf(done: RunToClose): RunClosing {
  const { judgement, control, accountId, roleId, logs } = done.finished;
  const { verdict, outcomeReason } = withPreviousId(done, { verdict: judgement.verdict, outcomeReason: reasonText(judgement) });
  const secure = verdict === "secure";
  return {
    verdict,
    control: control.kind === "inconclusive" ? null : control.kind,
    outcomeReason,
    logChecks: Object.fromEntries(logs.map(({ region, got }) => [region, got])),
    accountId: secure ? accountId : maskedAccount(accountId),
    roleId: secure ? roleId : null,
  };
}

type Outcome = Pick<RunClosing, "verdict" | "outcomeReason">;

function withPreviousId({ run, previous }: RunToClose, judged: Outcome): Outcome {
  if (judged.verdict !== "secure" || run.ofPending || !isOverdue(rotationOf(run.before), run.startedAt)) return judged;
  if (previous?.got === "denied") return judged;
  if (previous?.got === "granted") return { verdict: "insecure", outcomeReason: PREVIOUS_ID_ACCEPTED };
  return { verdict: "inconclusive", outcomeReason: "unfinished" };
}

/** An AWS account ID of which a report shows only the last four digits. */
export function maskedAccount(accountId: string): string {
  return `********${accountId.slice(-4)}`;
}
