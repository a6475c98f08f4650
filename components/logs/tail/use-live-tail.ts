import { useCallback, useEffect, useReducer, useRef } from "react";
import { searchLogEvents } from "#components/logs/search/search-log-events.ts";
import type { FlowSearch } from "#components/logs/search/use-log-search.ts";
import { useStableCallback } from "#components/ui/use-narrow.ts";
import type { LogEventView, LogSearch } from "#lib/logs/shared/log-view.ts";
import { type AwsTail, followByAws, type HeardTail } from "./follow-by-aws.ts";
import { LATE_MS, LEAD_MS, nextTail, passesBy, TAIL_OFF, type TailState, type TailStep } from "./tail-state.ts";

export interface LiveTail {
  readonly state: TailState;
  start(searches: readonly Omit<FlowSearch, "from" | "to">[]): void;
  /** The same by AWS's Live Tail, which AWS bills to the log groups' owner until it stops. */
  startByAws(tail: AwsTail): void;
  /** Stops asking; the rows stay. */
  stop(): void;
  /** Back to the search. */
  leave(): void;
}

/** Milliseconds between two questions: two seconds, and longer for several log groups, since each takes of the account's quota. */
export function tailEveryMs(sources: number): number {
  return Math.max(2000, sources * 1000);
}
const AFTER_TROUBLE_MS = 10_000;
/** A tab that nobody looks at uses the customer's quota for nothing. */
const HIDDEN_MS = 5 * 60_000;
/** Calls for one question: at most so many, so that a busy log group cannot hold the others up. */
const MOST_CALLS = 2;

/** Follows log groups by the same reads as a search, so that quarantine and suspension stop it as they stop those. */
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
    (searches: readonly Omit<FlowSearch, "from" | "to">[]) => {
      const mine = another(current.current);
      const began = Date.now();
      step(mine, { kind: "start", at: began, by: "reads" });
      const ask = async (asked: number) => {
        const goesOn = () => current.current.number === mine && current.current.state.phase === "on";
        if (!goesOn()) return;
        const at = Date.now();
        const from = Math.max(began - LEAD_MS, asked - LATE_MS);
        const answers = await Promise.all(searches.map((search) => question({ ...search, from, to: at, cursor: null })));
        step(mine, stepOf(answers, at));
        if (goesOn())
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
    step(current.current.number, { kind: "end", why: "Stopped because this tab was hidden for five minutes." }),
  );
  useEffect(
    () => () => {
      another(current.current);
    },
    [],
  );
  return { state, start, startByAws: (tail) => void startByAws(tail), stop, leave };
}

/** Another tail: the former one is not heard any more, nor billed. */
function another(current: { number: number; leave: AbortController | null }): number {
  current.leave?.abort();
  current.leave = null;
  current.number += 1;
  return current.number;
}

/** Live Tail tells only what comes from its start on. */
const MOVED = "The live tail connects again: the portal restarts, or your network was slow. Events of a few seconds may be missing.";

function awsStep(part: HeardTail, logGroups: readonly string[]): TailStep {
  if (part.kind === "moved") return { kind: "events", at: Date.now(), batches: [], sampled: false, note: MOVED };
  if (part.kind === "end") return part;
  if (part.kind === "failed") return { ...part, code: "ended" };
  const batches = logGroups.map((name, source) => ({ source, events: part.events.filter(({ logGroup }) => logGroup === name) }));
  return { kind: "events", at: Date.now(), batches, sampled: part.sampled };
}

export type Answer =
  | { readonly kind: "events"; readonly events: readonly LogEventView[]; readonly more: boolean }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** What all log groups answered, as one step. What passes is asked of all again; what one of several refuses is said. */
export function stepOf(answers: readonly Answer[], at: number): TailStep {
  const failed = answers.filter((answer) => answer.kind === "failed");
  const [first] = failed.toSorted((a, b) => Number(passesBy(b.code)) - Number(passesBy(a.code)));
  if (first !== undefined && (passesBy(first.code) || failed.length === answers.length)) return first;
  const batches = answers.flatMap((answer, source) => (answer.kind === "events" ? [{ source, events: answer.events }] : []));
  const sampled = answers.some((answer) => answer.kind === "events" && answer.more);
  return { kind: "events", at, batches, sampled, note: first?.message };
}

/** AWS bills each query: asking by one every two seconds would cost what nobody has agreed to. */
const QUERIED: Answer = {
  kind: "failed",
  code: "queried",
  message: "Live tail is not available for log groups of the Infrequent Access class. AWS reads them only with billed queries.",
};

/** What one log group has new. */
async function question(search: LogSearch): Promise<Answer> {
  const events: LogEventView[] = [];
  let cursor: string | null = null;
  try {
    for (let call = 0; call < MOST_CALLS; call++) {
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

/** Calls back once the tab has been hidden for so long while `on`. */
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
