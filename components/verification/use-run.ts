"use client";

import { useCallback, useEffect, useReducer, useRef } from "react";
import { StreamOver } from "#components/ui/ask-for-stream.ts";
import { attempt } from "#components/ui/attempt.ts";
import type { Result } from "#kernel/result.ts";
import type { RunEvent, RunView, WaitingView } from "#lib/verification/shared/run-view.ts";
import { followRun } from "./follow-run.ts";
import { isGoingOn, progressOf, type RunProgress, type RunStep, stepRun } from "./run-progress.ts";

/** Asks the portal for a proof: a refusal as a value, or the stream of what happens. */
export type AskForRun = () => Promise<Result<AsyncIterable<RunEvent>>>;

export interface RunOnScreen {
  readonly progress: RunProgress;
  readonly busy: boolean;
  /** Asks for a proof and shows it as it comes. Does nothing while one is under way. */
  readonly start: () => void;
  /** Forgets what is shown, so that another ARN can be tried. */
  readonly reset: () => void;
}

/**
 * One proof on a screen: asked for by `verify`, whose own answer tells what happens, and followed at `followUrl` after a
 * reload, while AWS is waited for, and when the stream broke.
 */
export function useRun(options: {
  readonly verify: AskForRun;
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
        lost: () => unlessOver({ kind: "line-lost" }),
        refused: (failure) => unlessOver({ kind: "refused", failure }),
      });
    },
    [followUrl],
  );

  const goesOn = useRef(isGoingOn(progress));
  useEffect(() => {
    if (goesOn.current) follow(turn.current);
    return () => {
      turn.current += 1;
      stopFollowing.current();
    };
  }, [follow]);

  const start = () => {
    if (progress.kind === "asking" || progress.kind === "probing") return;
    turn.current += 1;
    const mine = turn.current;
    stopFollowing.current();
    dispatch({ kind: "asked" });
    void listen(verify, (step) => turn.current === mine && dispatch(step)).then((end) => {
      if (end === "goes-on" && turn.current === mine) follow(mine);
    });
  };
  const reset = () => {
    turn.current += 1;
    stopFollowing.current();
    dispatch({ kind: "reset" });
  };
  return { progress, busy: progress.kind === "asking" || progress.kind === "probing", start, reset };
}

/** Reads the stream that was asked for to its end. `goes-on` when it broke, or when the worker takes over. */
async function listen(verify: AskForRun, tell: (step: RunStep) => void): Promise<"over" | "goes-on"> {
  const result = await attempt(verify);
  if (!result.ok) {
    tell({ kind: "refused", failure: result });
    return "over";
  }
  try {
    for await (const event of result.value) {
      tell({ kind: "event", event });
      if (event.kind === "failed") return "over";
      if (event.kind === "closed") return event.waiting === null ? "over" : "goes-on";
    }
  } catch (error) {
    if (error instanceof StreamOver && error.failure !== null) {
      tell({ kind: "refused", failure: error.failure });
      return "over";
    }
    // The run goes on without us: the portal finishes it, and its own stream tells how.
  }
  return "goes-on";
}
