import type { RunRow } from "#db/queries/runs-read.ts";
import type { RunClosing, UnwrittenAnswers } from "#db/queries/runs-write.ts";
import type { RoleArn } from "#kernel/aws/role-arn.ts";
import type { Verdict } from "#kernel/verification/verdict.ts";
import { PREVIOUS_ID_ACCEPTED, type WeaknessClass } from "#kernel/verification/weakness-class.ts";
import { maskedAccount, NOT_AUTHENTIC } from "#lib/connections/evidence/evidence-mac.ts";
import { isOverdue, type PreviousIdAnswer, rotationOf } from "#lib/connections/rotation/rotation.ts";
import { type InconclusiveReason, type Judgement, reasonText } from "#lib/verification/engine/judge-run.ts";
import type { ProbeName } from "#lib/verification/engine/probe.ts";
import type { FinishedRun } from "#lib/verification/engine/run-probes.ts";
import type { ProbeView, ResultWords } from "#lib/verification/shared/run-view.ts";
import { explainLost, explainVerdict, explainWaiting } from "#lib/verification/words/explain-verdict.ts";
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
  readonly rest: UnwrittenAnswers;
}

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

/** A secure run connected nothing because another connection has the role. Decided here, because the engine knows no other connections. */
export const CONNECTED_ELSEWHERE = "connected-elsewhere";
/** A secure run connected nothing, permanently: the role also accepts the External ID of the connection that has it. */
export const ACCEPTS_BOTH = "role-accepts-both";
/** A secure run connected nothing because its connection was disabled or removed, its customer suspended, or its rotation canceled. */
export const STOPPED_MEANWHILE = "stopped-meanwhile";
/** The reason of a run that the portal did not write. */
type NotAuthentic = typeof NOT_AUTHENTIC;
export type ConnectedNothing = typeof CONNECTED_ELSEWHERE | typeof ACCEPTS_BOTH | typeof STOPPED_MEANWHILE;

type StoredJudgement =
  | Judgement
  | { readonly verdict: "lost" }
  | { readonly verdict: "inconclusive"; readonly reason: typeof CONNECTED_ELSEWHERE }
  | { readonly verdict: "inconclusive"; readonly reason: typeof ACCEPTS_BOTH }
  | { readonly verdict: "inconclusive"; readonly reason: typeof STOPPED_MEANWHILE }
  | { readonly verdict: "inconclusive"; readonly reason: NotAuthentic };

/** Reads a stored run's result back from its verdict, its reason and the negative probes that were allowed. */
function judgementOfRun(verdict: Verdict, reason: string | null, opened: readonly ProbeName[]): StoredJudgement {
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

/** What a view of a run needs besides the run itself. */
export interface RunSurroundings {
  /** The name of the person who requested the run; null if no person did. */
  readonly requestedBy: string | null;
  /** What was verified: a submitted ARN, the connection's role, or that role under the new ID of a rotation. */
  readonly about: "submission" | "connection" | "rotation";
  /** Until when a denial counts as propagation delay; null when it is final. */
  readonly waitingUntil: Date | null;
  /** How many of the optional principals take part in a run, 0 to 2. */
  readonly principals: number;
}

/** A role that denies a new ID was not updated yet, and the connection has no problem, so the run is shown as inconclusive. */
export function shownVerdict(verdict: Verdict, about: RunSurroundings["about"]): Verdict {
  return verdict === "access-denied" && about === "rotation" ? "inconclusive" : verdict;
}

/** The texts of a closed run. */
export function wordsOfRun(
  run: Pick<RunRow, "outcomeReason" | "accountId"> & { readonly verdict: Verdict },
  probes: readonly ProbeView[],
  around: RunSurroundings,
): ResultWords {
  const opened = probes.filter(({ expected, got }) => expected === "denied" && got === "allowed").map(({ name }) => name as ProbeName);
  const judgement = judgementOfRun(run.verdict, run.outcomeReason, opened);
  if (judgement.verdict === "lost") return explainLost();
  if (judgement.reason === CONNECTED_ELSEWHERE) return ELSEWHERE;
  if (judgement.reason === ACCEPTS_BOTH) return BOTH;
  if (judgement.reason === STOPPED_MEANWHILE) return STOPPED;
  if (judgement.reason === NOT_AUTHENTIC) return NOT_AUTHENTIC_WORDS;
  if (run.outcomeReason === PREVIOUS_ID_ACCEPTED) return PREVIOUS_ID_WORDS;
  if (judgement.verdict === "access-denied" && around.about === "rotation") return NOT_UPDATED;
  if (judgement.verdict === "access-denied" && around.waitingUntil !== null) return explainWaiting(clockTime(around.waitingUntil));
  const answered = probes.flatMap(({ got }) => (got === null ? [] : [{ got }]));
  const words = explainVerdict({
    judgement,
    accountId: run.accountId ?? "",
    probes: answered,
    about: around.about === "submission" ? "submission" : "connection",
  });
  return judgement.verdict === "secure" && acceptsPreviousId(probes)
    ? { ...words, sentences: [...words.sentences, PREVIOUS_ID_STILL_ACCEPTED] }
    : words;
}

const PREVIOUS_ID_STILL_ACCEPTED =
  "The role also accepts the previous External ID. Remove it from the trust policy to complete the rotation.";

function acceptsPreviousId(probes: readonly ProbeView[]): boolean {
  return probes.some(({ name, got }) => name === "retiring" && got === "allowed");
}

const STOPPED: ResultWords = {
  word: "Inconclusive",
  title: "Inconclusive: the connection changed during the verification",
  sentences: [
    "It was disabled, removed, or suspended, or its rotation was canceled, before the verification finished.",
    "The portal did not apply the result. Open the connection to see its status.",
  ],
  weakness: null,
  warning: null,
};

const ELSEWHERE: ResultWords = {
  word: "Inconclusive",
  title: "Inconclusive: this role is already connected",
  sentences: [
    "A role can belong to only one connection. The portal now verifies which External ID the role accepts.",
    "If it accepts only this connection’s External ID, the portal connects it here within a minute and notifies the owners by email. Otherwise, create another role for this connection.",
  ],
  weakness: null,
  warning: null,
};

const BOTH: ResultWords = {
  word: "Inconclusive",
  title: "Inconclusive: this role is already connected, and accepts that connection’s External ID too",
  sentences: [
    "A role can belong to only one connection, and this one already belongs to the other connection. The role ARN was not saved.",
    "Remove every External ID except this connection’s from the trust policy and verify again, or create another role.",
  ],
  weakness: null,
  warning: null,
};

const NOT_AUTHENTIC_WORDS: ResultWords = {
  word: "Inconclusive",
  title: "Inconclusive: this report is not authentic",
  sentences: [
    "The portal’s signature doesn’t match the stored report, so its result doesn’t count. The partner’s staff were notified.",
    "Verify the connection again to get a report that you can rely on.",
  ],
  weakness: null,
  warning: null,
};

const NOT_UPDATED: ResultWords = {
  word: "Inconclusive",
  title: "Inconclusive: your role doesn’t accept the new External ID yet",
  sentences: [
    "Log access continues with the current External ID.",
    "Update the role, then verify again. The portal also checks automatically.",
  ],
  weakness: null,
  warning: null,
};

const PREVIOUS_ID_WORDS: ResultWords = {
  word: "Not secure",
  title: "Not secure: your role still accepts the previous External ID",
  sentences: [
    "It was replaced more than seven days ago and must be denied now.",
    "Log access has stopped. Remove the previous External ID from the trust policy, then verify again.",
  ],
  weakness: null,
  warning: null,
};

function clockTime(at: Date): string {
  return `${at.toISOString().slice(11, 19)} UTC`;
}
