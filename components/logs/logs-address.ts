import { rangeText, readRange, type TimeRange } from "./time-range.ts";

/** What the reader shows, as its address says it. */
export interface LogsAddress {
  readonly region: string;
  readonly group: string | null;
  readonly pattern: string;
  readonly range: TimeRange;
}

/** Reads the address's words; a region that the connection does not have is its first. */
export function readLogsAddress(words: Readonly<Record<string, string>>, regions: readonly string[]): LogsAddress {
  const region = regions.find((name) => name === words["region"]) ?? regions[0] ?? "";
  return { region, group: words["group"] || null, pattern: words["q"] ?? "", range: readRange(words["range"]) };
}

export function logsHref(connectionId: string, { region, group, pattern, range }: LogsAddress): string {
  const words = new URLSearchParams({
    region,
    ...(group !== null && { group }),
    ...(pattern !== "" && { q: pattern }),
    range: rangeText(range),
  });
  return `/connections/${connectionId}/logs?${words}`;
}
