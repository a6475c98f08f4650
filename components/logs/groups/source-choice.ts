import { isSameSource, type LogsAddress, MAX_SOURCES, sourcesOf } from "#components/logs/search/logs-address.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import type { LogSource } from "./log-source.ts";

/** Which log groups of one connection and region are part of the search, and how to add or remove one. */
export interface SourceChoice {
  has(group: string): boolean;
  /** The change that adds or removes a group; null when that is not possible. */
  change(group: string): Partial<LogsAddress> | null;
}

/** The log groups of `listed` in the search that the page of `connectionId` shows. */
export function sourceChoice(connectionId: string, at: LogsAddress, listed: Omit<LogSource, "group">): SourceChoice {
  const sources = sourcesOf(connectionId, at);
  const isOfPage = listed.connectionId === connectionId && listed.region === at.region;
  const isIn = (group: string) => sources.some((source) => isSameSource(source, { ...listed, group }));
  return {
    has: isIn,
    change: (group) => {
      const source = { ...listed, group };
      if (sources.length === 0) return isOfPage ? { group, streams: [], also: [] } : null;
      if (!isIn(group)) return sources.length < MAX_SOURCES ? { also: [...at.also, source], streams: [] } : null;
      if (!isOfPage || group !== at.group) return { also: at.also.filter((each) => !isSameSource(each, source)) };
      // The page's own group can be removed only if another group of the same connection and region takes its place.
      const next = at.also.find((each) => each.connectionId === connectionId && each.region === at.region);
      return next === undefined ? null : { group: next.group, also: at.also.filter((each) => each !== next) };
    },
  };
}

/** The shortest unique end of each log group's name, safe to display; null for a single group. */
export function sourceChips(sources: readonly LogSource[]): readonly string[] | null {
  if (sources.length < 2) return null;
  return sources.map((source, n) => {
    const parts = source.group.split("/").filter(Boolean);
    for (let take = 1; take <= parts.length; take++) {
      const short = parts.slice(-take).join("/");
      if (!sources.some(({ group }, m) => m !== n && group !== source.group && group.endsWith(short))) return visibleText(short, true);
    }
    return visibleText(source.group, true);
  });
}
