import { useMemo, useRef } from "react";
import type { Clause } from "#components/logs/pattern/add-to-pattern.ts";
import type { MergedEvent, Span } from "#components/logs/search/log-search-state.ts";
import { type Level, readLogLine } from "#components/logs/text/read-log-line.ts";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";

/** A value and its number of occurrences in the loaded events. */
export interface FacetValue {
  readonly clause: Clause;
  readonly text: string;
  readonly count: number;
  /** An event with this value: a list of terms must match the event's own spelling. */
  readonly message: string;
}

export interface Facet {
  readonly name: string;
  readonly values: readonly FacetValue[];
}

/** Events of one slice of the searched time, counted by level. */
export interface VolumeSlice {
  readonly error: number;
  readonly warn: number;
  readonly other: number;
}

/** Statistics of the loaded events only. */
export interface LoadedFacts {
  /** The time range of the search. */
  readonly span: { readonly from: number; readonly to: number };
  readonly counted: number;
  readonly levels: readonly (Level | null)[];
  readonly volume: readonly VolumeSlice[];
  readonly facets: readonly Facet[];
  readonly streams: readonly { readonly name: string; readonly count: number }[];
}

export interface LoadedFactsCounter {
  /** Counts the events from index `counted` on. */
  add(events: readonly LogEventView[]): void;
  facts(): LoadedFacts;
}

export const SLICES = 60;
const MAX_FIELDS = 60;
const MAX_VALUES = 50;
const MAX_VALUE_LENGTH = 80;
const SHOWN_FIELDS = 5;
const FIRST_FIELDS = ["level", "severity", "status"];

type Counts = Map<string, { clause: Clause; text: string; count: number; message: string }>;

/** Counts each event once, as it arrives, so that the cost does not grow with the list. */
export function countLoaded(span: { readonly from: number; readonly to: number }): LoadedFactsCounter {
  const levels: (Level | null)[] = [];
  const volume = Array.from({ length: SLICES }, () => ({ error: 0, warn: 0, other: 0 }));
  const fields = new Map<string, Counts | "many">();
  const words: Counts = new Map();
  const streams = new Map<string, number>();

  function count(event: LogEventView): void {
    const { level, word, fields: parsed } = readLogLine(event.message);
    levels.push(level);
    const slice = volume[sliceOf(event.at, span)];
    if (slice) slice[level === "error" || level === "warn" ? level : "other"] += 1;
    streams.set(event.stream, (streams.get(event.stream) ?? 0) + 1);
    if (word !== null) countIn(words, { kind: "word", word }, word, event.message);
    for (const [name, value] of Object.entries(parsed ?? {})) countField(fields, name, value, event.message);
  }

  return {
    add(events) {
      for (let n = levels.length; n < events.length; n++) {
        const event = events[n];
        if (event) count(event);
      }
    },
    facts: () => ({
      span,
      counted: levels.length,
      levels: [...levels],
      volume: volume.map((slice) => ({ ...slice })),
      facets: [...(words.size > 0 ? [facetOf("Level in text", words)] : []), ...fieldFacets(fields, levels.length)],
      streams: [...streams].map(([name, times]) => ({ name, count: times })).sort((a, b) => b.count - a.count),
    }),
  };
}

/** The slice of the span that contains a time. */
function sliceOf(at: number, { from, to }: { readonly from: number; readonly to: number }): number {
  return Math.min(SLICES - 1, Math.max(0, Math.floor(((at - from) / Math.max(1, to - from)) * SLICES)));
}

function countField(fields: Map<string, Counts | "many">, name: string, value: unknown, message: string): void {
  if (typeof value === "object" && value !== null) return;
  if (typeof value === "string" && value.length > MAX_VALUE_LENGTH) return void fields.set(name, "many");
  const counts = fields.get(name) ?? (fields.size < MAX_FIELDS ? new Map() : "many");
  if (counts === "many") return;
  fields.set(name, counts);
  countIn(counts, { kind: "field", path: [name], value: value as string | number | boolean | null }, String(value), message);
  // A field that has a different value in nearly every event is not useful to count.
  if (counts.size > MAX_VALUES) fields.set(name, "many");
}

function countIn(counts: Counts, clause: Clause, text: string, message: string): void {
  const key = `${clause.kind === "field" ? typeof clause.value : ""}:${text}`;
  const known = counts.get(key);
  if (known) known.count += 1;
  else counts.set(key, { clause, text, count: 1, message });
}

function fieldFacets(fields: ReadonlyMap<string, Counts | "many">, events: number): Facet[] {
  const useful = [...fields].flatMap(([name, counts]) => {
    if (counts === "many" || counts.size < 2) return [];
    const total = [...counts.values()].reduce((sum, { count }) => sum + count, 0);
    return total * 20 < events ? [] : [{ name, counts, total }];
  });
  const rank = (name: string) => (FIRST_FIELDS.indexOf(name) + 1 || FIRST_FIELDS.length + 1) * 1000;
  useful.sort((a, b) => rank(a.name) + a.counts.size - (rank(b.name) + b.counts.size) || (a.name < b.name ? -1 : 1));
  return useful.slice(0, SHOWN_FIELDS).map(({ name, counts }) => facetOf(name, counts));
}

function facetOf(name: string, counts: Counts): Facet {
  return { name, values: [...counts.values()].map((value) => ({ ...value })).sort((a, b) => b.count - a.count) };
}

/** The statistics of a search's loaded events. Events are only appended, so each is counted once. */
export function useLoadedFacts({ events, span }: { readonly events: readonly MergedEvent[]; readonly span: Span }): LoadedFacts {
  const counting = useRef({ span, counter: countLoaded(span) });
  return useMemo(() => {
    if (counting.current.span !== span) counting.current = { span, counter: countLoaded(span) };
    counting.current.counter.add(events);
    return counting.current.counter.facts();
  }, [events, span]);
}
