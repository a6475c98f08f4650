import type { RunClosing } from "#db/queries/runs-write.ts";
import type { Transaction } from "#db/transaction.ts";
import type { RoleArn } from "#kernel/role-arn.ts";
import type { PreviousIdAnswer } from "#lib/connections/rotation/probe-previous-id.ts";
import { isOverdue, rotationOf } from "#lib/connections/rotation/rotation.ts";
import { reasonText } from "#lib/verification/engine/judge-run.ts";
import type { FinishedRun } from "#lib/verification/engine/run-probes.ts";
import type { ContestedClaim } from "./claim.ts";
import type { OpenedRun } from "./open-run.ts";

/** A finished run and all that is needed to write it down. */
export interface RunToClose {
  readonly run: OpenedRun;
  readonly arn: RoleArn;
  readonly finished: FinishedRun;
  /** What the role did with its former External ID while one was retiring; null when none was, or nobody asked. */
  readonly former: PreviousIdAnswer | null;
  /** Who else holds the role, and what it did with that holder's External IDs; null when nobody does, or nobody asked. */
  readonly claim: ContestedClaim | null;
  /** Writes the probes that are not written yet. */
  readonly rest: (tx: Transaction) => Promise<void>;
}

/** Why a run is insecure although every probe of the engine was refused: the role opens with its former ID, a week after. */
export const PREVIOUS_ID_ACCEPTED = "former-id-opens";

/** How a run's row is closed. A role that still opens with its former ID when that must be dead is as good as open. */
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

function withPreviousId({ run, former }: RunToClose, judged: Outcome): Outcome {
  if (judged.verdict !== "secure" || run.ofPending || !isOverdue(rotationOf(run.before), run.startedAt)) return judged;
  if (former?.got === "denied") return judged;
  if (former?.got === "granted") return { verdict: "insecure", outcomeReason: PREVIOUS_ID_ACCEPTED };
  return { verdict: "inconclusive", outcomeReason: "unfinished" };
}

/** An account of which a receipt may show the last four digits. */
export function maskedAccount(accountId: string): string {
  return `********${accountId.slice(-4)}`;
}
