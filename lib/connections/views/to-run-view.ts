import type { ProbeRow, RunRow, RunWithProbes } from "#db/queries/runs-read.ts";
import type { Verdict } from "#kernel/verdict.ts";
import {
  ACCEPTS_BOTH,
  CONNECTED_ELSEWHERE,
  judgementOfRun,
  PREVIOUS_ID_ACCEPTED,
  STOPPED_MEANWHILE,
} from "#lib/connections/checks/run-closing.ts";
import { NOT_AUTHENTIC } from "#lib/connections/evidence/evidence-mac.ts";
import type { PreviousIdAnswer } from "#lib/connections/rotation/rotation.ts";
import { type ProbeName, probeLabel, type RetiredProbeName } from "#lib/verification/engine/probe.ts";
import type { ProbeView, ResultWords, RunView } from "#lib/verification/shared/run-view.ts";
import { explainLost, explainVerdict, explainWaiting } from "#lib/verification/words/explain-verdict.ts";

/** What a view of a run needs besides the run itself. */
export interface RunSurroundings {
  /** Who requested the run, by name, or null for nobody and for the worker. */
  readonly requestedBy: string | null;
  /** What was verified: a submitted ARN, the connection's role, or that role under the new ID of a rotation. */
  readonly about: "submission" | "connection" | "rotation";
  /** Until when a denial counts as propagation delay; null when it is final. */
  readonly waitingUntil: Date | null;
  /** How many of the optional principals take part in a run, 0 to 2. */
  readonly principals: number;
}

/** One run and its answers as the pages show them. The same mapping serves a run in progress, a finished one and a report. */
export function toRunView({ run, probes }: RunWithProbes, around: RunSurroundings): RunView {
  const views = probeViews(run, probes, around.principals);
  return {
    id: run.id,
    reason: run.reason,
    startedAt: run.startedAt.getTime(),
    finishedAt: run.finishedAt?.getTime() ?? null,
    verdict: run.verdict === null ? null : shownVerdict(run.verdict, around.about),
    words: run.verdict === null ? null : wordsOfRun({ ...run, verdict: run.verdict }, views, around),
    probes: views,
    probesDeletedAt: run.probesDeletedAt?.getTime() ?? null,
    control: run.control,
    stsRegion: run.stsRegion ?? "",
    accountId: run.accountId,
    roleId: run.roleId,
    sessionName: run.sessionName,
    sandbox: run.sandbox,
    templateVersion: run.templateVersion,
    requestedBy: around.requestedBy,
    logChecks: run.logChecks ?? {},
  };
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
    "The portal did not apply the result.",
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

/** Every planned probe in its place; one without an answer has no `got`. Empty when the probes were deleted because of their age. */
function probeViews(run: RunRow, answers: readonly ProbeRow[], principals: number): readonly ProbeView[] {
  if (run.probesDeletedAt !== null) return [];
  const probes = answers.filter(({ name }) => name !== "retiring");
  const planned = Math.max(run.planned ?? 7 + principals, probes.length);
  const byPlace = new Map(probes.map((probe) => [probe.n, probe]));
  const previous = answers
    .filter(({ name }) => name === "retiring")
    .map((row) => previousIdProbeView(previousIdOf(row), run.outcomeReason));
  const views = Array.from({ length: planned }, (_, n) => {
    const name = nameAt(n, planned, principals);
    const row = byPlace.get(n);
    return {
      n,
      name,
      label: probeLabel(name),
      sent: row?.sentHint ?? "",
      expected: name === "right" || name === "right-again" ? "allowed" : "denied",
      got: row?.got ?? null,
      code: row?.code ?? "",
      requestId: row?.requestId ?? "",
      ms: row?.ms ?? null,
    } as const;
  });
  return [...views, ...previous];
}

function previousIdOf({ n, got, code, requestId, sentHint, ms }: ProbeRow): PreviousIdAnswer & { readonly n: number } {
  return { n, got, code: code ?? "", requestId: requestId ?? "", sent: sentHint ?? "", ms: ms ?? 0 };
}

/** The probe of the previous External ID, after all planned probes. Either answer is expected until the role must deny the ID. */
export function previousIdProbeView(previous: PreviousIdAnswer & { readonly n: number }, outcomeReason: string | null): ProbeView {
  const { n, got, code, requestId, sent, ms } = previous;
  const expected = outcomeReason === PREVIOUS_ID_ACCEPTED ? "denied" : "either";
  return { n, name: "retiring", label: "Previous External ID", sent, expected, got, code, requestId, ms };
}

const FIRST: readonly ProbeName[] = ["right", "none", "random", "doubled", "upper", "near-miss"];

/** The probe at a place of the plan: the six of every run, retired IDs, the optional principals, and the correct ID again. */
function nameAt(n: number, planned: number, principals: number): ProbeName {
  const first = FIRST[n];
  if (first !== undefined) return first;
  if (n === planned - 1) return "right-again";
  const fromEnd = planned - 1 - n;
  if (fromEnd <= principals) return fromEnd === 1 && principals === 2 ? "second-principal" : "outside-principal";
  return `retired-${n - FIRST.length + 1}` as RetiredProbeName;
}

/** The name under which the database stores a probe: all retired IDs share one name, and so do both probes of the correct ID. */
export function storedProbeName(name: ProbeName): ProbeRow["name"] {
  if (name === "right-again") return "right";
  return name.startsWith("retired-") ? "retired" : (name as ProbeRow["name"]);
}
