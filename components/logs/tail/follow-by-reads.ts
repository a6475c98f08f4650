import { searchLogEvents } from "#components/logs/search/search-log-events.ts";
import type { SourceSearch } from "#components/logs/search/use-log-search.ts";
import { type Send, wait } from "#components/ui/fetch-stream.ts";
import type { LogEventView, LogSearch } from "#lib/logs/shared/log-view.ts";
import { isTemporary, LATE_MS, LEAD_MS, type TailStep } from "./tail-state.ts";

/**
 * Milliseconds between two reads: two seconds, and longer for several log groups, because each counts against the
 * account's quota.
 */
export function tailEveryMs(sources: number): number {
  return Math.max(2000, sources * 1000);
}
const AFTER_TROUBLE_MS = 10_000;

/**
 * Follows log groups with the same calls as a search, which are free of charge, until the signal is aborted. Each read begins some
 * seconds before the last one that succeeded, so a read that fails loses no event; `nextTail` adds an event that is read twice once.
 * @param began milliseconds since 1970: the time since when it follows
 * @param send replaces `fetch`, for a client that is not a browser
 */
export async function* followByReads(
  searches: readonly Omit<SourceSearch, "from" | "to">[],
  began: number,
  signal: AbortSignal,
  send: Send = fetch,
): AsyncGenerator<TailStep, void> {
  let readTo = began - LEAD_MS;
  try {
    for (;;) {
      const at = Date.now();
      const from = Math.max(began - LEAD_MS, readTo - LATE_MS);
      const read = { signal, send, calls: MAX_CALLS };
      const step = stepOf(await Promise.all(searches.map((search) => readNew({ ...search, from, to: at, cursor: null }, read))), at);
      signal.throwIfAborted();
      yield step;
      if (step.kind === "events") readTo = at;
      await wait(step.kind === "events" ? tailEveryMs(searches.length) : AFTER_TROUBLE_MS, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
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

/** Maximum calls of one read, so that a busy log group does not delay the others. */
const MAX_CALLS = 2;

/** AWS bills each query, so repeating one every two seconds would cause costs without consent. */
const QUERIED: Answer = {
  kind: "failed",
  code: "queried",
  message:
    "Live tail is not available for log groups of the Infrequent Access class or the Essentials class. AWS reads them only with billed queries.",
};

interface Read {
  readonly signal: AbortSignal;
  readonly send: Send;
  /** Maximum calls of this read. */
  readonly calls: number;
}

/** Reads the new events of one log group; `more` when it has more than the calls returned. */
export async function readNew(search: LogSearch, { signal, send, calls }: Read): Promise<Answer> {
  const events: LogEventView[] = [];
  let { cursor } = search;
  try {
    for (let call = 0; call < calls; call++) {
      const answer = await searchLogEvents({ ...search, cursor }, signal, send);
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
