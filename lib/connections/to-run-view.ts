import type { ProbeRow, RunRow, RunWithProbes } from "#db/queries/runs-read.ts";
import type { Verdict } from "#lib/kernel/verdict.ts";
import { explainLost, explainVerdict, explainWaiting } from "#lib/verification/explain-verdict.ts";
import { type ProbeName, probeLabel, type RetiredProbeName } from "#lib/verification/probe.ts";
import type { ProbeView, ResultWords, RunView } from "#lib/verification/run-view.ts";
import { CONNECTED_ELSEWHERE, judgementOfRun } from "./judgement-of-run.ts";

/** What a view of a run needs beside the run itself. */
export interface RunSurroundings {
  /** Who asked, by name, or null for nobody and for the worker. */
  readonly askedBy: string | null;
  /** Whether the connection was proven before this run: the words say then what happens to it. */
  readonly about: "submission" | "connection";
  /** Until when a refusal is taken for propagation; null when it is final. */
  readonly waitingUntil: Date | null;
  /** How many optional principals of ours a run has, 0 to 2. */
  readonly principals: number;
}

/** One row and its answers as the screens see it. The same mapping serves a run under way, a finished one and a receipt. */
export function toRunView({ run, probes }: RunWithProbes, around: RunSurroundings): RunView {
  const views = probeViews(run, probes, around.principals);
  return {
    id: run.id,
    reason: run.reason,
    startedAt: run.startedAt.getTime(),
    finishedAt: run.finishedAt?.getTime() ?? null,
    verdict: run.verdict,
    words: run.verdict === null ? null : wordsOfRun({ ...run, verdict: run.verdict }, views, around),
    probes: views,
    control: run.control,
    stsRegion: run.stsRegion ?? "",
    accountId: run.accountId,
    roleId: run.roleId,
    sessionName: run.sessionName,
    sandbox: run.sandbox,
    askedBy: around.askedBy,
    logChecks: run.logChecks ?? {},
  };
}

/** The words of a closed run. */
export function wordsOfRun(
  run: Pick<RunRow, "outcomeReason" | "accountId"> & { readonly verdict: Verdict },
  probes: readonly ProbeView[],
  around: RunSurroundings,
): ResultWords {
  const opened = probes.filter(({ expected, got }) => expected === "denied" && got === "granted").map(({ name }) => name as ProbeName);
  const judgement = judgementOfRun(run.verdict, run.outcomeReason, opened);
  if (judgement.verdict === "lost") return explainLost();
  if (judgement.reason === CONNECTED_ELSEWHERE) return ELSEWHERE;
  if (judgement.verdict === "refused" && around.waitingUntil !== null) return explainWaiting(clockTime(around.waitingUntil));
  const answered = probes.flatMap(({ got }) => (got === null ? [] : [{ got }]));
  return explainVerdict({ judgement, accountId: run.accountId ?? "", probes: answered, about: around.about });
}

const ELSEWHERE: ResultWords = {
  word: "Not proven",
  title: "Not proven: this role is connected already",
  sentences: [
    "One role stands in one connection. Use the connection that has it, or create another role for this one.",
    "Nothing was stored.",
  ],
  hole: null,
  warning: null,
};

function clockTime(at: Date): string {
  return `${at.toISOString().slice(11, 19)} UTC`;
}

/** Every planned probe in its place; one that has not answered has no `got`. */
function probeViews(run: RunRow, probes: readonly ProbeRow[], principals: number): readonly ProbeView[] {
  const planned = Math.max(run.planned ?? 7 + principals, probes.length);
  const byPlace = new Map(probes.map((probe) => [probe.n, probe]));
  return Array.from({ length: planned }, (_, n) => {
    const name = nameAt(n, planned, principals);
    const row = byPlace.get(n);
    return {
      n,
      name,
      label: probeLabel(name),
      sent: row?.sentHint ?? "",
      expected: name === "right" || name === "right-again" ? "granted" : "denied",
      got: row?.got ?? null,
      code: row?.code ?? "",
      requestId: row?.requestId ?? "",
      ms: row?.ms ?? null,
    };
  });
}

const FIRST: readonly ProbeName[] = ["right", "none", "random", "doubled", "upper", "near-miss"];

/** The name that the plan gives to a place: the six of every run, retired IDs, our other principals, and right again. */
function nameAt(n: number, planned: number, principals: number): ProbeName {
  const first = FIRST[n];
  if (first !== undefined) return first;
  if (n === planned - 1) return "right-again";
  const fromEnd = planned - 1 - n;
  if (fromEnd <= principals) return fromEnd === 1 && principals === 2 ? "second-principal" : "outside-principal";
  return `retired-${n - FIRST.length + 1}` as RetiredProbeName;
}

/** The name under which the database keeps a probe: it counts retired IDs, and both right ones, by their place alone. */
export function storedProbeName(name: ProbeName): ProbeRow["name"] {
  if (name === "right-again") return "right";
  return name.startsWith("retired-") ? "retired" : (name as ProbeRow["name"]);
}
