import type { Failure } from "#kernel/result.ts";
import type { ProbeView, RunEvent, RunView, WaitingView } from "#lib/verification/shared/run-view.ts";

/**
 * The state of one verification on a screen. `starting`: the portal has not planned the probes yet. `waiting`: AWS does
 * not know the role everywhere yet and the worker retries. `lost`: the connection to the portal failed, so progress is
 * unknown.
 */
export type RunProgress =
  | { readonly kind: "idle" }
  | { readonly kind: "starting" }
  | { readonly kind: "probing"; readonly run: RunView }
  | { readonly kind: "waiting"; readonly run: RunView; readonly waiting: WaitingView }
  | { readonly kind: "closed"; readonly run: RunView }
  | { readonly kind: "failed"; readonly message: string; readonly field: "roleArn" | null; readonly failure: Failure | null }
  | { readonly kind: "lost"; readonly run: RunView | null };

export type RunStep =
  | { readonly kind: "asked" }
  | { readonly kind: "event"; readonly event: RunEvent }
  | { readonly kind: "refused"; readonly failure: Failure }
  | { readonly kind: "connection-lost" }
  | { readonly kind: "reset" };

/** The initial state: the newest run as the server knows it, so that reloading the page shows the same. */
export function progressOf(run: RunView | null, waiting: WaitingView | null): RunProgress {
  if (run === null) return { kind: "idle" };
  if (waiting !== null) return { kind: "waiting", run, waiting };
  return run.finishedAt === null ? { kind: "probing", run } : { kind: "closed", run };
}

/** Whether more events will follow, so that the page must listen for them. */
export function isInProgress(progress: RunProgress): boolean {
  return progress.kind === "starting" || progress.kind === "probing" || progress.kind === "waiting";
}

/** Returns the next state. Pure. An event that no longer fits (a probe without a run, anything after a reset) changes nothing. */
export function stepRun(before: RunProgress, step: RunStep): RunProgress {
  switch (step.kind) {
    case "asked":
      return { kind: "starting" };
    case "reset":
      return { kind: "idle" };
    case "refused":
      return { kind: "failed", message: step.failure.message, field: fieldOf(step.failure), failure: step.failure };
    case "connection-lost":
      return isInProgress(before) ? { kind: "lost", run: runOf(before) } : before;
    case "event":
      return afterEvent(before, step.event);
  }
}

function afterEvent(before: RunProgress, event: RunEvent): RunProgress {
  if (before.kind === "idle") return before;
  switch (event.kind) {
    case "opened":
      // While waiting, another attempt changes nothing until AWS allows the role; otherwise the page would flicker at each
      // attempt.
      return before.kind === "waiting" && !event.run.probes.some(isOpening) ? { ...before, run: event.run } : progressOf(event.run, null);
    case "probe":
      return withProbe(before, event.probe);
    case "closed":
      return progressOf(event.run, event.waiting);
    case "failed":
      return { kind: "failed", message: event.message, field: event.field, failure: null };
  }
}

function withProbe(before: RunProgress, probe: ProbeView): RunProgress {
  if (before.kind !== "probing" && before.kind !== "waiting") return before;
  const run = { ...before.run, probes: before.run.probes.map((row) => (row.n === probe.n ? probe : row)) };
  return before.kind === "waiting" && !isOpening(probe) ? { ...before, run } : { kind: "probing", run };
}

function isOpening({ expected, got }: ProbeView): boolean {
  return expected === "allowed" && got === "allowed";
}

/** The run of a state, or null if the state has none. */
export function runOf(progress: RunProgress): RunView | null {
  return "run" in progress ? progress.run : null;
}

function fieldOf(failure: Failure): "roleArn" | null {
  return failure.fields?.["roleArn"] === undefined ? null : "roleArn";
}
