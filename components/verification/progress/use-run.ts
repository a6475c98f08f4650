"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useReducer, useRef } from "react";
import { attempt } from "#components/ui/attempt.ts";
import { StreamOver } from "#components/ui/fetch-stream.ts";
import type { Result } from "#kernel/result.ts";
import type { RunEvent, RunView, WaitingView } from "#lib/verification/shared/run-view.ts";
import { followRun } from "./follow-run.ts";
import { isInProgress, progressOf, type RunProgress, type RunStep, stepRun } from "./run-progress.ts";

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
