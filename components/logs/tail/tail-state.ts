import type { FlowEvent, Span } from "#components/logs/search/log-search-state.ts";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";

/** Following a flow as it grows: AWS is asked again every two seconds, so events come up to that much later. */
export interface TailState {
  readonly phase: "off" | "on" | "ended";
  /** Free reads every few seconds, or AWS's Live Tail, which AWS bills. */
  readonly by: "reads" | "aws";
  readonly span: Span;
  /** Since when AWS bills it; null where it does not. */
  readonly billedFrom: number | null;
  /** As they came, the newest last. */
  readonly events: readonly FlowEvent[];
  /** The keys that have come, with their moment: what was asked for twice does not come twice. */
  readonly seen: ReadonlyMap<string, number>;
  /** Whether AWS had more events between two questions than we fetch. */
  readonly sampled: boolean;
  /** Answers without luck, one after the other. */
  readonly consecutiveFailures: number;
  /** Why it waits or ended, as a sentence. */
  readonly note: string | null;
}

export const TAIL_OFF: TailState = {
  phase: "off",
  by: "reads",
  span: { from: 0, to: 0 },
  billedFrom: null,
  events: [],
  seen: new Map(),
  sampled: false,
  consecutiveFailures: 0,
  note: null,
};

/** Bounds of one tail: time, rows, and answers without luck before it gives up. */
export const TAIL_MS = 30 * 60_000;
const MOST_ROWS = 20_000;
const MOST_UNLUCKY = 5;
/** Events arrive late: each question goes back this far over what was asked before. */
export const LATE_MS = 15_000;
/** What is shown to begin with. */
export const LEAD_MS = 60_000;

export type TailStep =
  | { readonly kind: "start"; readonly at: number; readonly by: TailState["by"] }
  | {
      readonly kind: "events";
      readonly at: number;
      readonly batches: readonly { readonly source: number; readonly events: readonly LogEventView[] }[];
      readonly sampled: boolean;
      /** What one of several log groups refused, while the others are followed. */
      readonly note?: string | undefined;
    }
  | { readonly kind: "failed"; readonly code: string; readonly message: string }
  | { readonly kind: "end"; readonly why: string | null }
  | { readonly kind: "off" };

/** What each answer does to what is shown. Pure, so that every bound can be tested. */
export function nextTail(state: TailState, step: TailStep): TailState {
  switch (step.kind) {
    case "start": {
      const how = { by: step.by, billedFrom: step.by === "aws" ? step.at : null };
      // Going over to AWS's Live Tail keeps the rows, and the end that was said.
      if (state.phase === "on") return { ...state, ...how, sampled: false, consecutiveFailures: 0, note: null };
      return { ...TAIL_OFF, ...how, phase: "on", span: { from: step.at - LEAD_MS, to: step.at + TAIL_MS } };
    }
    case "off":
      return TAIL_OFF;
    case "end":
      return state.phase === "on" ? { ...state, phase: "ended", note: step.why } : state;
    case "failed":
      return state.phase === "on" ? afterFailure(state, step) : state;
    case "events":
      return state.phase === "on" ? afterAnswer(state, step) : state;
  }
}

/** The time that what is shown is of: what was searched, or what a live tail has followed so far. */
export function shownSpan({ phase, span }: TailState, searched: Span, now: number): Span {
  return phase === "off" ? searched : { from: span.from, to: Math.min(span.to, now) };
}

/** The minutes that AWS bills: each that has begun counts. */
export function billedMinutes({ billedFrom }: TailState, now: number): number {
  return billedFrom === null ? 0 : Math.max(1, Math.ceil((now - billedFrom) / 60_000));
}

function afterAnswer(state: TailState, { at, batches, sampled, note }: TailStep & { kind: "events" }): TailState {
  const seen = new Map([...state.seen].filter(([, when]) => when >= at - 4 * LATE_MS - LEAD_MS));
  const fresh: FlowEvent[] = [];
  for (const { source, events } of batches) {
    for (const event of events) {
      const key = `${source}.${event.id}`;
      if (seen.has(key)) continue;
      seen.set(key, event.at);
      fresh.push({ ...event, key, source });
    }
  }
  fresh.sort((a, b) => a.at - b.at);
  const events = fresh.length === 0 ? state.events : [...state.events, ...fresh];
  const next: TailState = { ...state, seen, events, sampled, consecutiveFailures: 0, note: note ?? null };
  if (events.length >= MOST_ROWS)
    return {
      ...next,
      phase: "ended",
      note: `Stopped at ${MOST_ROWS.toLocaleString("en")} rows. Narrow the search, then start the live tail again.`,
    };
  return at >= state.span.to ? { ...next, phase: "ended", note: "Stopped after 30 minutes. Start the live tail again to continue." } : next;
}

/** Whether a failure passes by itself, so that the same is asked again. */
export function passesBy(code: string): boolean {
  return code === "limited" || code === "unavailable";
}

/** A limit or a broken connection passes, a few times; every other refusal ends it at once, with its sentence. */
function afterFailure(state: TailState, { code, message }: TailStep & { kind: "failed" }): TailState {
  const passes = passesBy(code);
  const consecutiveFailures = state.consecutiveFailures + 1;
  return passes && consecutiveFailures < MOST_UNLUCKY
    ? { ...state, consecutiveFailures, note: message }
    : { ...state, phase: "ended", consecutiveFailures, note: message };
}
