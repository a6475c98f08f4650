import { rangeText, readRange, type TimeRange } from "./time-range.ts";

/** What the reader shows, as its address says it. */
export interface LogsAddress {
  readonly region: string;
  readonly group: string | null;
  readonly pattern: string;
  readonly range: TimeRange;
  /** The only streams that are read; none named = all. */
  readonly streams: readonly string[];
  /** The event that a link is about: it is opened and scrolled to once it is there. */
  readonly event: string | null;
}

/** FilterLogEvents takes no more. */
const MOST_STREAMS = 100;

/** Reads the address's words; a region that the connection does not have is its first. */
export function readLogsAddress(words: Readonly<Record<string, string>>, regions: readonly string[]): LogsAddress {
  const region = regions.find((name) => name === words["region"]) ?? regions[0] ?? "";
  return {
    region,
    group: words["group"] || null,
    pattern: words["q"] ?? "",
    range: readRange(words["range"]),
    streams: (words["streams"] ?? "").split("*").filter(Boolean).slice(0, MOST_STREAMS),
    event: words["event"] || null,
  };
}

/** The address of what is shown. Streams are joined by an asterisk, which no stream's name may have. */
export function logsHref(connectionId: string, { region, group, pattern, range, streams, event }: LogsAddress): string {
  const words = new URLSearchParams({
    region,
    ...(group !== null && { group }),
    ...(pattern !== "" && { q: pattern }),
    range: rangeText(range),
    ...(streams.length > 0 && { streams: streams.join("*") }),
    ...(event !== null && { event }),
  });
  return `/connections/${connectionId}/logs?${words}`;
}
