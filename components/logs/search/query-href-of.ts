import { queryHref, queryOfPattern } from "#components/query/query-address.ts";
import type { LogsAddress } from "./logs-address.ts";

/**
 * The query page with the log groups of this connection and the range of a search.
 * @param text the query; without it, the one that finds the events of the search
 */
export function queryHrefOf(connectionId: string, at: LogsAddress, text = queryOfPattern(at.pattern)): string {
  const { region, group, also, range } = at;
  const own = also.filter((source) => source.connectionId === connectionId && source.region === region).map((source) => source.group);
  return queryHref(connectionId, { region, groups: group === null ? [] : [group, ...own], range, text });
}
