import { MAX_EVENTS } from "#components/logs/groups/log-source.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { clockText, dayText, type TimeZone } from "#components/logs/time/time-zone.ts";
import { countText } from "#components/ui/count-text.ts";
import { isNewestFirst, type LogSearchState, mergedUpTo, searchTotals } from "./log-search-state.ts";

/** Label of the button that continues a paused search; null when it can't continue. */
export function olderText(state: LogSearchState): string | null {
  if (state.phase === "stopped" || hasFailedMidway(state)) return "Continue";
  if (state.phase !== "paused") return null;
  return isNewestFirst(state) ? "Load older" : "Load more";
}

/** The longer label of the same button at the end of the rows. */
export function moreText(state: LogSearchState): string | null {
  if (state.phase === "stopped" || hasFailedMidway(state)) return "Continue search";
  if (state.phase !== "paused") return null;
  return isNewestFirst(state) ? "Load older events" : "Load more events";
}

/** Whether a failed search made progress, so that it can continue there. */
function hasFailedMidway({ phase, sources }: LogSearchState): boolean {
  return phase === "failed" && sources.some(({ cursor, events }) => cursor !== null || events.length > 0);
}

/** Why a full list does not continue, and what to do. */
export function fullText({ phase }: LogSearchState): string {
  if (phase !== "full") return "";
  return `. ${MAX_EVENTS.toLocaleString("en")} events is the maximum shown here. Narrow the time range or download the events.`;
}

/** The searched share of the time range, from 0 to 1. */
export function partSearched(state: LogSearchState): number {
  const { span } = state;
  const searchedTo = mergedUpTo(state);
  if (searchedTo === null) return 0;
  return (isNewestFirst(state) ? span.to - searchedTo : searchedTo - span.from) / Math.max(1, span.to - span.from);
}

/** The progress of the search in a few words. */
export function headline(state: LogSearchState, zone: TimeZone): string {
  const searchedTo = mergedUpTo(state);
  switch (state.phase) {
    case "idle":
      return "Choose a log group";
    case "searching":
      // Empty pages do not tell how far AWS has searched.
      return searchedTo === null || partSearched(state) === 0 ? "Searching…" : `Searched ${reach(state, searchedTo, zone)}…`;
    case "paused":
    case "full":
      return searchedTo === null ? "Partly searched" : `Searched ${reach(state, searchedTo, zone)}`;
    case "stopped":
      return searchedTo === null ? "Stopped" : `Stopped, searched ${reach(state, searchedTo, zone)}`;
    case "done":
      return `Searched the whole range, ${momentText(state.span.from, state, zone)} to ${momentText(state.until, state, zone)}${withoutFailed(state)}`;
    case "failed":
      return "The search did not finish";
  }
}

function reach(state: LogSearchState, to: number, zone: TimeZone): string {
  return `${isNewestFirst(state) ? "back" : "up"} to ${momentText(to, state, zone)}${withoutFailed(state)}`;
}

function momentText(at: number, { span }: LogSearchState, zone: TimeZone): string {
  const day = span.to - span.from > 12 * 3_600_000 ? `${dayText(at, zone)} ` : "";
  return `${day}${clockText(at, zone, "seconds")}`;
}

/** The heading of a search without rows. */
export function noEventText(state: LogSearchState, pattern: string): string {
  if (someFailed(state)) return "No events found in the log groups searched";
  return pattern === "" ? "No events in this time range" : "No matching events";
}

/** What a search without rows has covered. A log group that failed may have more pages. */
export function everyPageText(state: LogSearchState, group: string): string {
  const searched = state.sources.filter(({ phase }) => phase !== "failed");
  const { pages, emptyPages } = searchTotals({ ...state, sources: searched });
  const all = state.sources.length;
  const failed = all - searched.length;
  const every = `${visibleText(group, true)}${all > 1 ? ` and ${all - 1} more` : ""}`;
  const groups = failed > 0 ? someGroups(state) : every;
  const empty = emptyPages > 1 ? `, ${emptyPages} of them empty` : "";
  const others =
    failed === 1 ? "The search of the other log group did not finish." : `The searches of the other ${failed} log groups did not finish.`;
  const sentence = `Searched all pages that AWS returned for ${groups}: ${countText(pages, "page")}${empty}.`;
  return failed > 0 ? `${sentence} ${others}` : sentence;
}

function someFailed({ sources }: LogSearchState): boolean {
  return sources.some(({ phase }) => phase === "failed");
}

function someGroups({ sources }: LogSearchState): string {
  return `${sources.filter(({ phase }) => phase !== "failed").length} of ${sources.length} log groups`;
}

/** " in 1 of 2 log groups" when some log groups failed and the search continued or ended without them. */
function withoutFailed(state: LogSearchState): string {
  return someFailed(state) ? ` in ${someGroups(state)}` : "";
}

/** The selected streams: " · only web/1", " · only 2 streams". Empty when all are read, as always with several log groups. */
export function onlyText(streams: readonly string[], sources: number): string {
  if (streams.length === 0 || sources > 1) return "";
  return ` · only ${streams.length === 1 ? visibleText(streams[0] ?? "", true) : `${streams.length} streams`}`;
}

/** Bytes in the format of the AWS console: "640 MB", "18.2 GB". */
export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : Math.round(value * 10) / 10} ${units[unit]}`;
}
