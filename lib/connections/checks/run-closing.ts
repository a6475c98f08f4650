import type { Transaction } from "#db/in-transaction.ts";
import type { RunClosing } from "#db/queries/runs-write.ts";
import type { RoleArn } from "#kernel/aws/role-arn.ts";
import type { Verdict } from "#kernel/verification/verdict.ts";
import type { NOT_AUTHENTIC } from "#lib/connections/evidence/evidence-mac.ts";
import { isOverdue, type PreviousIdAnswer, rotationOf } from "#lib/connections/rotation/rotation.ts";
import { type InconclusiveReason, type Judgement, reasonText } from "#lib/verification/engine/judge-run.ts";
import type { ProbeName } from "#lib/verification/engine/probe.ts";
import type { FinishedRun } from "#lib/verification/engine/run-probes.ts";
import type { WeaknessClass } from "#lib/verification/engine/weakness.ts";
import { WEAKNESS_WORDS } from "#lib/verification/words/weakness-words.ts";
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
export const PREVIOUS_ID_ACCEPTED = "previous-id-accepted";

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
  if (previous?.got === "allowed") return { verdict: "not-secure", outcomeReason: PREVIOUS_ID_ACCEPTED };
  return { verdict: "inconclusive", outcomeReason: "unfinished" };
}

/** An AWS account ID of which a report shows only the last four digits. */
export function maskedAccount(accountId: string): string {
  return `********${accountId.slice(-4)}`;
}

/** A secure run connected nothing because another connection has the role. Decided here, because the engine knows no other connections. */
export const CONNECTED_ELSEWHERE = "connected-elsewhere";
/** A secure run connected nothing, permanently: the role also accepts the External ID of the connection that has it. */
export const ACCEPTS_BOTH = "role-accepts-both";
/** A secure run connected nothing because its connection was disabled or removed, its customer suspended, or its rotation canceled. */
export const STOPPED_MEANWHILE = "stopped-meanwhile";
/** The reason of a run that the portal did not write. */
type NotAuthentic = typeof NOT_AUTHENTIC;
export type ConnectedNothing = typeof CONNECTED_ELSEWHERE | typeof ACCEPTS_BOTH | typeof STOPPED_MEANWHILE;

export type StoredJudgement =
  | Judgement
  | { readonly verdict: "lost" }
  | { readonly verdict: "inconclusive"; readonly reason: typeof CONNECTED_ELSEWHERE }
  | { readonly verdict: "inconclusive"; readonly reason: typeof ACCEPTS_BOTH }
  | { readonly verdict: "inconclusive"; readonly reason: typeof STOPPED_MEANWHILE }
  | { readonly verdict: "inconclusive"; readonly reason: NotAuthentic };

/** Reads a stored run's result back from its verdict, its reason and the negative probes that were allowed. */
export function judgementOfRun(verdict: Verdict, reason: string | null, opened: readonly ProbeName[]): StoredJudgement {
  switch (verdict) {
    case "lost":
      return { verdict };
    case "access-denied":
      return { verdict, reason: "right-id-denied" };
    case "not-secure":
      return { verdict, reason: isWeakness(reason) ? reason : "no-condition-or-if-exists", opened };
    case "inconclusive":
      return { verdict, reason: (reason ?? "unexpected") as InconclusiveReason | ConnectedNothing | NotAuthentic };
    case "secure": {
      const denied = /^cannot-read-logs: (logs:[A-Za-z]+) in ([a-z0-9-]+)$/.exec(reason ?? "");
      if (denied === null) return { verdict, reason: "verified" };
      const [, action = "", region = ""] = denied;
      return { verdict, reason: "cannot-read-logs", action, region };
    }
  }
}

function isWeakness(reason: string | null): reason is WeaknessClass {
  return reason !== null && Object.hasOwn(WEAKNESS_WORDS, reason);
}
