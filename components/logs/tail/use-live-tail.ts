import { useCallback, useEffect, useReducer, useRef } from "react";
import { searchLogEvents } from "#components/logs/search/search-log-events.ts";
import type { SourceSearch } from "#components/logs/search/use-log-search.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { LogEventView, LogSearch } from "#lib/logs/shared/log-view.ts";
import { type AwsTail, type FollowedPart, followByAws } from "./follow-by-aws.ts";
import { isTemporary, LATE_MS, LEAD_MS, nextTail, TAIL_OFF, type TailState, type TailStep } from "./tail-state.ts";

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

/**
 * Milliseconds between two reads: two seconds, and longer for several log groups, because each counts against the
 * account's quota.
 */
export function tailEveryMs(sources: number): number {
  return Math.max(2000, sources * 1000);
}
const AFTER_TROUBLE_MS = 10_000;
/** Milliseconds after which a hidden tab stops, to save the customer's API quota. */
const HIDDEN_MS = 5 * 60_000;
/** Maximum calls of one read, so that a busy log group does not delay the others. */
const MAX_CALLS = 2;

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

  const start = useCallback(
    (searches: readonly Omit<SourceSearch, "from" | "to">[]) => {
      const mine = another(current.current);
      const began = Date.now();
      step(mine, { kind: "start", at: began, by: "reads" });
      const ask = async (asked: number) => {
        const isCurrent = () => current.current.number === mine && current.current.state.phase === "on";
        if (!isCurrent()) return;
        const at = Date.now();
        const from = Math.max(began - LEAD_MS, asked - LATE_MS);
        const answers = await Promise.all(searches.map((search) => readNew({ ...search, from, to: at, cursor: null })));
        step(mine, stepOf(answers, at));
        if (isCurrent())
          setTimeout(
            () => void ask(current.current.state.consecutiveFailures > 0 ? asked : at),
            current.current.state.consecutiveFailures > 0 ? AFTER_TROUBLE_MS : tailEveryMs(searches.length),
          );
      };
      void ask(began - LEAD_MS);
    },
    [step],
  );
  const startByAws = useCallback(
    async (tail: AwsTail) => {
      const mine = another(current.current);
      const leave = new AbortController();
      current.current.leave = leave;
      step(mine, { kind: "start", at: Date.now(), by: "aws" });
      for await (const part of followByAws(tail, leave.signal)) step(mine, awsStep(part, tail.logGroups));
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
  return { state, start, startByAws: (tail) => void startByAws(tail), stop, leave };
}

/** Ends the previous tail, and with it the billing by AWS; returns the number of the next one. */
function another(current: { number: number; leave: AbortController | null }): number {
  current.leave?.abort();
  current.leave = null;
  current.number += 1;
  return current.number;
}

/** Live Tail returns only events that arrive after it started. */
const RECONNECTING =
  "Live Tail is reconnecting, because the portal is restarting or your network is slow. Events of a few seconds may be missing.";

function awsStep(part: FollowedPart, logGroups: readonly string[]): TailStep {
  if (part.kind === "moved") return { kind: "events", at: Date.now(), batches: [], sampled: false, note: RECONNECTING };
  if (part.kind === "end") return part;
  if (part.kind === "failed") return { ...part, code: "ended" };
  const batches = logGroups.map((name, source) => ({ source, events: part.events.filter(({ logGroup }) => logGroup === name) }));
  return { kind: "events", at: Date.now(), batches, sampled: part.sampled };
}

export type Answer =
  | { readonly kind: "events"; readonly events: readonly LogEventView[]; readonly more: boolean }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/**
 * Combines the results of all log groups. A temporary failure is retried for all; a permanent failure of only some is
 * shown as a note.
 */
export function stepOf(answers: readonly Answer[], at: number): TailStep {
  const failed = answers.filter((answer) => answer.kind === "failed");
  const [first] = failed.toSorted((a, b) => Number(isTemporary(b.code)) - Number(isTemporary(a.code)));
  if (first !== undefined && (isTemporary(first.code) || failed.length === answers.length)) return first;
  const batches = answers.flatMap((answer, source) => (answer.kind === "events" ? [{ source, events: answer.events }] : []));
  const sampled = answers.some((answer) => answer.kind === "events" && answer.more);
  return { kind: "events", at, batches, sampled, note: first?.message };
}

/** AWS bills each query, so repeating one every two seconds would cause costs that nobody agreed to. */
const QUERIED: Answer = {
  kind: "failed",
  code: "queried",
  message:
    "Live tail is not available for log groups of the Infrequent Access class or the Essentials class. AWS reads them only with billed queries.",
};

/** Reads the new events of one log group. */
async function readNew(search: LogSearch): Promise<Answer> {
  const events: LogEventView[] = [];
  let cursor: string | null = null;
  try {
    for (let call = 0; call < MAX_CALLS; call++) {
      const answer = await searchLogEvents({ ...search, cursor });
      if (!answer.ok) return { kind: "failed", code: answer.code, message: answer.message };
      for await (const part of answer.value) {
        if (part.kind === "failed") return part;
        if (part.kind === "progress" && part.query !== undefined) return QUERIED;
        if (part.kind === "events") events.push(...part.events);
        if (part.kind === "end") cursor = part.cursor;
      }
      if (cursor === null) return { kind: "events", events, more: false };
    }
    return { kind: "events", events, more: true };
  } catch {
    return { kind: "failed", code: "unavailable", message: "The network connection was lost. Retrying…" };
  }
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
