import type { RunClosing } from "#db/queries/runs-write.ts";
import type { OpenedRun } from "#lib/connections/checks/open-run.ts";
import type { RunToClose } from "#lib/connections/checks/run-closing.ts";
import type { ProbePlan } from "#lib/verification/engine/plan-probes.ts";
import { type ProbeResult, probeLabel } from "#lib/verification/engine/probe.ts";
import type { ProbeView, RunView } from "#lib/verification/shared/run-view.ts";
import { previousIdProbeView, type RunSurroundings, shownVerdict, wordsOfRun } from "./to-run-view.ts";

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
