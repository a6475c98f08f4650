import type { ProbeRow, RunRow, RunWithProbes } from "#db/queries/runs-read.ts";
import type { RunClosing } from "#db/queries/runs-write.ts";
import { CALLS_OF_EVERY_RUN, FIRST_PROBES, PROBE_LABELS } from "#kernel/verification/probe-labels.ts";
import { PREVIOUS_ID_ACCEPTED } from "#kernel/verification/weakness-class.ts";
import type { OpenedRun } from "#lib/connections/checks/open-run.ts";
import { type RunSurroundings, type RunToClose, shownVerdict, wordsOfRun } from "#lib/connections/checks/run-outcome.ts";
import type { PreviousIdAnswer } from "#lib/connections/rotation/rotation.ts";
import { type ProbeName, type ProbePlan, type ProbeResult, probeLabel, type RetiredProbeName } from "#lib/verification/engine/probe.ts";
import type { ProbeView, RunView } from "#lib/verification/shared/run-view.ts";

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

/** Every planned probe in its place; one without an answer has no `got`. Empty when the probes were deleted because of their age. */
function probeViews(run: RunRow, answers: readonly ProbeRow[], principals: number): readonly ProbeView[] {
  if (run.probesDeletedAt !== null) return [];
  const probes = answers.filter(({ name }) => name !== "retiring");
  const planned = Math.max(run.planned ?? CALLS_OF_EVERY_RUN + principals, probes.length);
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
function previousIdProbeView(previous: PreviousIdAnswer & { readonly n: number }, outcomeReason: string | null): ProbeView {
  const { n, got, code, requestId, sent, ms } = previous;
  const expected = outcomeReason === PREVIOUS_ID_ACCEPTED ? "denied" : "either";
  return { n, name: "retiring", label: PROBE_LABELS.retiring, sent, expected, got, code, requestId, ms };
}

/** The probe at a place of the plan: the first ones of every run, retired IDs, the optional principals, and the correct ID again. */
function nameAt(n: number, planned: number, principals: number): ProbeName {
  const first = FIRST_PROBES[n];
  if (first !== undefined) return first;
  if (n === planned - 1) return "right-again";
  const fromEnd = planned - 1 - n;
  if (fromEnd <= principals) return fromEnd === 1 && principals === 2 ? "second-principal" : "outside-principal";
  return `retired-${n - FIRST_PROBES.length + 1}` as RetiredProbeName;
}

/** The name under which the database stores a probe: all retired IDs share one name, and so do both probes of the correct ID. */
export function storedProbeName(name: ProbeName): ProbeRow["name"] {
  if (name === "right-again") return "right";
  return name.startsWith("retired-") ? "retired" : (name as ProbeRow["name"]);
}

/** A run that was just planned: every probe is listed, and none has an answer. */
export function viewOfOpenedRun(run: OpenedRun, plan: ProbePlan): RunView {
  const { id, reason, stsRegion, sessionName, sandbox, templateVersion } = run.opening;
  return {
    id,
    reason,
    startedAt: run.startedAt.getTime(),
    finishedAt: null,
    verdict: null,
    words: null,
    probes: plan.probes.map(({ n, name, sent, expected }) => ({
      ...{ n, name, label: probeLabel(name), sent, expected },
      ...{ got: null, code: "", requestId: "", ms: null },
    })),
    probesDeletedAt: null,
    control: null,
    stsRegion,
    accountId: null,
    roleId: null,
    sessionName,
    sandbox,
    templateVersion,
    requestedBy: null,
    logChecks: {},
  };
}

/** One answer as its table row shows it. */
export function viewOfProbe({ n, name, sent, expected, got, code, requestId, ms }: ProbeResult): ProbeView {
  return { n, name, label: probeLabel(name), sent, expected, got, code, requestId, ms };
}

/** The same run when it is closed, in the words that a reload will show too. */
export function viewOfClosedRun(
  { run, finished, previous }: RunToClose,
  closing: RunClosing,
  finishedAt: Date,
  around: RunSurroundings,
): RunView {
  const answers = new Map(finished.probes.map((result) => [result.n, viewOfProbe(result)]));
  const opened = viewOfOpenedRun(run, finished.plan);
  const planned = opened.probes.map((probe) => answers.get(probe.n) ?? probe);
  const probes = previous === null ? planned : [...planned, previousIdProbeView({ n: planned.length, ...previous }, closing.outcomeReason)];
  const { verdict, control, accountId, roleId, logChecks, outcomeReason } = closing;
  const words = wordsOfRun({ verdict, outcomeReason, accountId }, probes, around);
  return {
    ...opened,
    probes,
    finishedAt: finishedAt.getTime(),
    verdict: shownVerdict(verdict, around.about),
    words,
    control,
    accountId,
    roleId,
    logChecks,
  };
}
