import type { LogSource } from "#components/logs/groups/log-source.ts";
import { rangeText, readRange, type TimeRange } from "#components/logs/time/time-range.ts";

/** What the log page shows, as stored in its URL. */
export interface LogsAddress {
  readonly region: string;
  readonly group: string | null;
  readonly pattern: string;
  readonly range: TimeRange;
  /** The streams to read; empty for all. */
  readonly streams: readonly string[];
  /** More log groups, possibly of other connections, that are read together with the first. */
  readonly also: readonly LogSource[];
  /** Fields of the events shown as columns, as JSON pointers. */
  readonly columns: readonly string[];
  /** Whether the oldest events come first. */
  readonly oldestFirst: boolean;
  /** The event that the link points to, by its ID or its time: it is expanded and scrolled to once it is loaded. */
  readonly event: string | null;
}

/** The events of a log group without filter. */
export const EVERY_EVENT = { pattern: "", streams: [], also: [], columns: [], oldestFirst: false, event: null } as const;

/** Names an event by its time in a link, for rows of a query, which have no event ID. */
export const eventAtTime = (at: number): string => `@${at}`;

/** Whether a link points to this event; of several at one time, to the first that is found. */
export function isNamedEvent(named: string, { id, at }: { readonly id: string; readonly at: number }): boolean {
  return id === named || named === eventAtTime(at);
}

/** FilterLogEvents accepts at most this many stream names. */
export const MAX_STREAMS = 100;
/** Each log group of a search makes its own calls, and each counts against the customer's quota. */
export const MAX_SOURCES = 5;
const MAX_COLUMNS = 8;

/** Parses the URL's parameters. A region that the connection does not have becomes its first region. */
export function readLogsAddress(words: Readonly<Record<string, string>>, regions: readonly string[]): LogsAddress {
  const region = regions.find((name) => name === words["region"]) ?? regions[0] ?? "";
  return {
    region,
    group: words["group"] || null,
    pattern: words["q"] ?? "",
    range: readRange(words["range"]),
    streams: (words["streams"] ?? "").split("*").filter(Boolean).slice(0, MAX_STREAMS),
    also: (words["also"] ?? "")
      .split("*")
      .flatMap(readSource)
      .slice(0, MAX_SOURCES - 1),
    columns: (words["columns"] ?? "").split("*").filter(Boolean).map(decoded).slice(0, MAX_COLUMNS),
    oldestFirst: words["order"] === "oldest",
    event: words["event"] || null,
  };
}

/** The columns with this field added, or removed if it is one already. */
export function toggledColumn(columns: readonly string[], pointer: string): readonly string[] {
  const without = columns.filter((column) => column !== pointer);
  return without.length < columns.length ? without : [...columns, pointer].slice(-MAX_COLUMNS);
}

/** `connection~region~group`: none of the three can contain a tilde. */
function readSource(text: string): LogSource[] {
  const [connectionId = "", region = "", group = "", ...more] = text.split("~");
  const known = /^[0-9a-f-]{36}$/.test(connectionId) && /^[a-z0-9-]{1,32}$/.test(region) && /^[.\-_/#A-Za-z0-9]{1,512}$/.test(group);
  return known && more.length === 0 ? [{ connectionId, region, group }] : [];
}

/** Asterisks separate fields in the URL, so an asterisk in a field's name is escaped. */
const encoded = (pointer: string) => pointer.replaceAll("%", "%25").replaceAll("*", "%2A");
const decoded = (text: string) => text.replaceAll("%2A", "*").replaceAll("%25", "%");

/** The log groups of one search, the page's own first. */
export function sourcesOf(connectionId: string, { region, group, also }: LogsAddress): readonly LogSource[] {
  return group === null ? [] : [{ connectionId, region, group }, ...also];
}

export function isSameSource(a: LogSource, b: LogSource): boolean {
  return a.connectionId === b.connectionId && a.region === b.region && a.group === b.group;
}

/** The view as URL parameters. Streams are joined with an asterisk, which a stream name can't contain. */
export function addressWords({
  region,
  group,
  pattern,
  range,
  streams,
  also,
  columns,
  oldestFirst,
  event,
}: LogsAddress): Record<string, string> {
  return {
    region,
    ...(group !== null && { group }),
    ...(pattern !== "" && { q: pattern }),
    range: rangeText(range),
    ...(streams.length > 0 && { streams: streams.join("*") }),
    ...(also.length > 0 && { also: also.map((source) => `${source.connectionId}~${source.region}~${source.group}`).join("*") }),
    ...(columns.length > 0 && { columns: columns.map(encoded).join("*") }),
    ...(oldestFirst && { order: "oldest" }),
    ...(event !== null && { event }),
  };
}

/** The URL path of a view. */
export function logsHref(connectionId: string, at: LogsAddress): string {
  return `/connections/${connectionId}/logs?${new URLSearchParams(addressWords(at))}`;
}
