import type { MergedEvent, Span } from "#components/logs/search/log-search-state.ts";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";

/** The state of a live tail: AWS is read every two seconds, so events appear up to two seconds late. */
export interface TailState {
  readonly phase: "off" | "on" | "ended";
  /** `reads`: free reads every few seconds. `aws`: AWS's Live Tail, which AWS bills. */
  readonly by: "reads" | "aws";
  readonly span: Span;
  /** Since when AWS bills the tail, in milliseconds since 1970; null when it does not. */
  readonly billedFrom: number | null;
  /** In order of arrival, the newest last. */
  readonly events: readonly MergedEvent[];
  /** The keys of received events with their times, so that an event that is read twice is added once. */
  readonly seen: ReadonlyMap<string, number>;
  /** Whether AWS had more events between two reads than the portal fetches. */
  readonly sampled: boolean;
  /** Number of failed reads in a row. */
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

/** Limits of one tail: milliseconds, rows, and consecutive failures. */
export const TAIL_MS = 30 * 60_000;
const MAX_ROWS = 20_000;
const MAX_FAILURES = 5;
/** Milliseconds that each read goes back before the previous one, because events may arrive late. */
export const LATE_MS = 15_000;
/** Milliseconds before the start that are shown first. */
export const LEAD_MS = 60_000;

export type TailStep =
  | { readonly kind: "start"; readonly at: number; readonly by: TailState["by"] }
  | {
      readonly kind: "events";
      readonly at: number;
      readonly batches: readonly { readonly source: number; readonly events: readonly LogEventView[] }[];
      readonly sampled: boolean;
      /** The failure of some log groups, while the others continue. */
      readonly note?: string | undefined;
    }
  | { readonly kind: "failed"; readonly code: string; readonly message: string }
  | { readonly kind: "end"; readonly why: string | null }
  | { readonly kind: "off" };

/** Returns the state after a step. Pure, so that every limit can be tested. */
export function nextTail(state: TailState, step: TailStep): TailState {
  switch (step.kind) {
    case "start": {
      const how = { by: step.by, billedFrom: step.by === "aws" ? step.at : null };
      // Switching to AWS's Live Tail keeps the rows and the time at which the tail ends.
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

/** The time range of the shown events: that of the search, or what a live tail has followed so far. */
export function shownSpan({ phase, span }: TailState, searched: Span, now: number): Span {
  return phase === "off" ? searched : { from: span.from, to: Math.min(span.to, now) };
}

/** The minutes that AWS bills. Each started minute counts. */
export function billedMinutes({ billedFrom }: TailState, now: number): number {
  return billedFrom === null ? 0 : Math.max(1, Math.ceil((now - billedFrom) / 60_000));
}

function afterAnswer(state: TailState, { at, batches, sampled, note }: TailStep & { kind: "events" }): TailState {
  const seen = new Map([...state.seen].filter(([, when]) => when >= at - 4 * LATE_MS - LEAD_MS));
  const added: MergedEvent[] = [];
  for (const { source, events } of batches) {
    for (const event of events) {
      const key = `${source}.${event.id}`;
      if (seen.has(key)) continue;
      seen.set(key, event.at);
      added.push({ ...event, key, source });
    }
  }
  added.sort((a, b) => a.at - b.at);
  const events = added.length === 0 ? state.events : [...state.events, ...added];
  const next: TailState = { ...state, seen, events, sampled, consecutiveFailures: 0, note: note ?? null };
  if (events.length >= MAX_ROWS)
    return {
      ...next,
      phase: "ended",
      note: `Stopped at ${MAX_ROWS.toLocaleString("en")} rows. Narrow the search, then start the live tail again.`,
    };
  return at >= state.span.to ? { ...next, phase: "ended", note: "Stopped after 30 minutes. Start the live tail again to continue." } : next;
}

/** Whether a failure is temporary, so that the read is retried. */
export function isTemporary(code: string): boolean {
  return code === "limited" || code === "unavailable";
}

/** A temporary failure is retried a few times; any other ends the tail at once with its message. */
function afterFailure(state: TailState, { code, message }: TailStep & { kind: "failed" }): TailState {
  const temporary = isTemporary(code);
  const consecutiveFailures = state.consecutiveFailures + 1;
  return temporary && consecutiveFailures < MAX_FAILURES
    ? { ...state, consecutiveFailures, note: message }
    : { ...state, phase: "ended", consecutiveFailures, note: message };
}
