import { readRange, type TimeRange } from "#components/logs/time/time-range.ts";
import type { QueryAddress } from "#components/query/query-address.ts";
import type { AskedQuery } from "#components/query/run/query-run-state.ts";
import type { OpenedResult, StoredQueryView } from "#lib/logs/insights/shared/query-view.ts";

/**
 * What the page shows for a link to a result: its query and log groups, over the range of the link, or that of the query if the link
 * has none. Null if the link names no query that the portal knows.
 */
export function openedAddress(
  opened: OpenedResult,
  words: Readonly<Record<string, string>>,
  regions: readonly string[],
): QueryAddress | null {
  if (opened.kind === "none" || opened.kind === "absent") return null;
  const { region, logGroups, from, to, text } = opened.query;
  const range: TimeRange = words["range"] === undefined ? { kind: "between", from, to } : readRange(words["range"]);
  // A Region can have been removed from the connection since.
  return { region: regions.find((name) => name === region) ?? regions[0] ?? "", groups: logGroups, range, text };
}

/** The query of a link as the one that its rows belong to. */
export function openedQuery({ connectionId, region, logGroups, from, to, text }: StoredQueryView): AskedQuery {
  return { connectionId, region, logGroups, from, to, text };
}
