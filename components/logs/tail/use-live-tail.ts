import { useCallback, useEffect, useReducer, useRef } from "react";
import type { SourceSearch } from "#components/logs/search/use-log-search.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import { followByReads } from "./follow-by-reads.ts";
import type { AwsTail } from "./tail-gap.ts";
import { nextTail, TAIL_OFF, type TailState, type TailStep } from "./tail-state.ts";

export interface LiveTail {
  readonly state: TailState;
  start(searches: readonly Omit<SourceSearch, "from" | "to">[]): void;
  /** Starts AWS's Live Tail, which AWS bills to the log groups' owner until it stops. */
  startByAws(tail: AwsTail): void;
  /** Stops; the rows stay. */
  stop(): void;
  /** Returns to the search. */
  leave(): void;
}

/** Milliseconds after which a hidden tab stops, to save the customer's API quota. */
const HIDDEN_MS = 5 * 60_000;
/** Follows log groups with the same calls as a search, so that quarantine and suspension stop it in the same way. */
export function useLiveTail(): LiveTail {
  const [state, dispatch] = useReducer(nextTail, TAIL_OFF);
  const current = useRef({ number: 0, state: TAIL_OFF, leave: null as AbortController | null });
  const step = useCallback((mine: number, action: TailStep) => {
    if (current.current.number !== mine) return;
    current.current.state = nextTail(current.current.state, action);
    dispatch(action);
    if (current.current.state.phase !== "on") current.current.leave?.abort();
  }, []);

  const follow = useCallback(
    async (by: TailState["by"], stepsUntil: (signal: AbortSignal, began: number) => AsyncIterable<TailStep>) => {
      const mine = another(current.current);
      const leave = new AbortController();
      current.current.leave = leave;
      const at = Date.now();
      step(mine, { kind: "start", at, by });
      for await (const each of stepsUntil(leave.signal, at)) step(mine, each);
    },
    [step],
  );
  const stop = useCallback(() => step(current.current.number, { kind: "end", why: null }), [step]);
  const leave = useCallback(() => step(current.current.number, { kind: "off" }), [step]);
  useHiddenFor(HIDDEN_MS, state.phase === "on", () =>
    step(current.current.number, {
      kind: "end",
      why: "Stopped because this tab was hidden for five minutes. Start the live tail again to continue.",
    }),
  );
  useEffect(
    () => () => {
      another(current.current);
    },
    [],
  );
  return {
    state,
    start: (searches) => void follow("reads", (signal, began) => followByReads(searches, began, signal)),
    startByAws: (tail) => void follow("aws", (signal) => byAws(tail, signal)),
    stop,
    leave,
  };
}

/** AWS's Live Tail, whose code loads when it is used. */
async function* byAws(tail: AwsTail, signal: AbortSignal): AsyncGenerator<TailStep, void> {
  const code = await import("./follow-by-aws.ts").catch(() => null);
  if (code === null) yield { kind: "end", why: "AWS Live Tail couldn’t be loaded. Reload the page and start it again." };
  else yield* code.followByAws(tail, signal);
}

/** Ends the previous tail, and with it the billing by AWS; returns the number of the next one. */
function another(current: { number: number; leave: AbortController | null }): number {
  current.leave?.abort();
  current.leave = null;
  current.number += 1;
  return current.number;
}

/** Calls `then` once the tab has been hidden for `ms` while `on`. */
function useHiddenFor(ms: number, on: boolean, then: () => void) {
  const late = useStableCallback(then);
  useEffect(() => {
    if (!on) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const changed = () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(late, ms);
    };
    document.addEventListener("visibilitychange", changed);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", changed);
    };
  }, [ms, on]);
}
