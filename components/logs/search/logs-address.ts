import type { LogSource } from "#components/logs/groups/flow-source.ts";
import { rangeText, readRange, type TimeRange } from "./time-range.ts";

/** What the reader shows, as its address says it. */
export interface LogsAddress {
  readonly region: string;
  readonly group: string | null;
  readonly pattern: string;
  readonly range: TimeRange;
  /** The only streams that are read; none named = all. */
  readonly streams: readonly string[];
  /** Other log groups, also of other connections, that are read in the same flow. */
  readonly also: readonly LogSource[];
  /** Fields of the events that stand in columns of their own, as JSON pointers. */
  readonly columns: readonly string[];
  /** Whether the oldest events come first. */
  readonly oldestFirst: boolean;
  /** The event that a link is about: it is opened and scrolled to once it is there. */
  readonly event: string | null;
}

/** FilterLogEvents takes no more. */
export const MOST_STREAMS = 100;
/** One flow asks each of its log groups by itself, and each asks the customer's quota. */
export const MOST_SOURCES = 5;
const MOST_COLUMNS = 8;

/** Reads the address's words; a region that the connection does not have is its first. */
export function readLogsAddress(words: Readonly<Record<string, string>>, regions: readonly string[]): LogsAddress {
  const region = regions.find((name) => name === words["region"]) ?? regions[0] ?? "";
  return {
    region,
    group: words["group"] || null,
    pattern: words["q"] ?? "",
    range: readRange(words["range"]),
    streams: (words["streams"] ?? "").split("*").filter(Boolean).slice(0, MOST_STREAMS),
    also: (words["also"] ?? "")
      .split("*")
      .flatMap(readSource)
      .slice(0, MOST_SOURCES - 1),
    columns: (words["columns"] ?? "").split("*").filter(Boolean).map(decoded).slice(0, MOST_COLUMNS),
    oldestFirst: words["order"] === "oldest",
    event: words["event"] || null,
  };
}

/** The columns with this field, or without it where it is one already. */
export function toggledColumn(columns: readonly string[], pointer: string): readonly string[] {
  const without = columns.filter((column) => column !== pointer);
  return without.length < columns.length ? without : [...columns, pointer].slice(-MOST_COLUMNS);
}

/** `connection~region~group`: signs that none of the three may have. */
function readSource(text: string): LogSource[] {
  const [connectionId = "", region = "", group = "", ...more] = text.split("~");
  const known = /^[0-9a-f-]{36}$/.test(connectionId) && /^[a-z0-9-]{1,32}$/.test(region) && /^[.\-_/#A-Za-z0-9]{1,512}$/.test(group);
  return known && more.length === 0 ? [{ connectionId, region, group }] : [];
}

/** A field's name may hold any sign: asterisks are the address's own here. */
const encoded = (pointer: string) => pointer.replaceAll("%", "%25").replaceAll("*", "%2A");
const decoded = (text: string) => text.replaceAll("%2A", "*").replaceAll("%25", "%");

/** The log groups of one flow, the page's own first. */
export function sourcesOf(connectionId: string, { region, group, also }: LogsAddress): readonly LogSource[] {
  return group === null ? [] : [{ connectionId, region, group }, ...also];
}

export function isSameSource(a: LogSource, b: LogSource): boolean {
  return a.connectionId === b.connectionId && a.region === b.region && a.group === b.group;
}

/** What is shown, as words of an address. Streams are joined by an asterisk, which no stream's name may have. */
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

/** The address of what is shown. */
export function logsHref(connectionId: string, at: LogsAddress): string {
  return `/connections/${connectionId}/logs?${new URLSearchParams(addressWords(at))}`;
}
