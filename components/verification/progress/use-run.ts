"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useReducer, useRef } from "react";
import { attempt } from "#components/ui/attempt.ts";
import { StreamOver } from "#components/ui/fetch-stream.ts";
import type { Failure, Result } from "#kernel/result.ts";
import type { ProbeView, RunEvent, RunView, WaitingView } from "#lib/verification/shared/run-view.ts";
import { followRun } from "./follow-run.ts";

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
function isInProgress(progress: RunProgress): boolean {
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

/** Starts a verification. Resolves to a failure, or to the stream of the run's events. */
export type StartVerification = () => Promise<Result<AsyncIterable<RunEvent>>>;

export interface RunOnScreen {
  readonly progress: RunProgress;
  readonly busy: boolean;
  /** Starts a verification and shows its progress. Does nothing while one is in progress. */
  readonly start: () => void;
  /** Clears the result, so that another ARN can be tried. */
  readonly reset: () => void;
}

/**
 * The state of one verification on a screen. `verify` starts it and streams its events; the hook follows `followUrl`
 * instead after a reload, while waiting for AWS, and when the stream broke.
 */
export function useRun(options: {
  readonly verify: StartVerification;
  readonly followUrl: string;
  readonly run: RunView | null;
  readonly waiting: WaitingView | null;
}): RunOnScreen {
  const { followUrl, verify } = options;
  const [progress, dispatch] = useReducer(stepRun, progressOf(options.run, options.waiting));
  const turn = useRef(0);
  const stopFollowing = useRef<() => void>(() => {});

  const follow = useCallback(
    (mine: number) => {
      const unlessOver = (step: RunStep) => turn.current === mine && dispatch(step);
      stopFollowing.current();
      stopFollowing.current = followRun(followUrl, {
        event: (event) => unlessOver({ kind: "event", event }),
        lost: () => unlessOver({ kind: "connection-lost" }),
        failed: (failure) => unlessOver({ kind: "refused", failure }),
      });
    },
    [followUrl],
  );

  const wasInProgress = useRef(isInProgress(progress));
  useEffect(() => {
    if (wasInProgress.current) follow(turn.current);
    return () => {
      turn.current += 1;
      stopFollowing.current();
    };
  }, [follow]);

  const start = () => {
    if (progress.kind === "starting" || progress.kind === "probing") return;
    turn.current += 1;
    const mine = turn.current;
    stopFollowing.current();
    dispatch({ kind: "asked" });
    void listen(verify, (step) => turn.current === mine && dispatch(step)).then((end) => {
      if (end === "continues" && turn.current === mine) follow(mine);
    });
  };
  const reset = () => {
    turn.current += 1;
    stopFollowing.current();
    dispatch({ kind: "reset" });
  };
  return { progress, busy: progress.kind === "starting" || progress.kind === "probing", start, reset };
}

/** Reads the stream to its end. Returns `continues` when the stream broke or the worker takes over. */
async function listen(verify: StartVerification, tell: (step: RunStep) => void): Promise<"over" | "continues"> {
  const result = await attempt(verify);
  if (!result.ok) {
    tell({ kind: "refused", failure: result });
    return "over";
  }
  try {
    for await (const event of result.value) {
      tell({ kind: "event", event });
      if (event.kind === "failed") return "over";
      if (event.kind === "closed") return event.waiting === null ? "over" : "continues";
    }
  } catch (error) {
    if (error instanceof StreamOver && error.failure !== null) {
      tell({ kind: "refused", failure: error.failure });
      return "over";
    }
    // The run does not depend on this stream: the portal finishes it, and `followUrl` reports the result.
  }
  return "continues";
}

/** Refreshes the page's server data when a run closes, because the run may have changed the status and the list of reports. */
export function useRefreshWhenClosed({ kind }: RunProgress): void {
  const router = useRouter();
  const first = useRef(true);
  useEffect(() => {
    if (!first.current && kind === "closed") router.refresh();
    first.current = false;
  }, [kind, router]);
}
