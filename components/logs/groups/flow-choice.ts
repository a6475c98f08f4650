import { visibleText } from "#components/logs/events/visible-text.ts";
import { isSameSource, type LogsAddress, MOST_SOURCES, sourcesOf } from "#components/logs/search/logs-address.ts";
import type { LogSource } from "./flow-source.ts";

/** Which log groups of one connection and region are read along, and how one is put in or left out. */
export interface FlowChoice {
  has(group: string): boolean;
  /** The change that puts a group into the flow or leaves it out; null where that can't be. */
  change(group: string): Partial<LogsAddress> | null;
}

/** The log groups of `listed`, in the flow that the page of `connectionId` shows. */
export function flowChoice(connectionId: string, at: LogsAddress, listed: Omit<LogSource, "group">): FlowChoice {
  const sources = sourcesOf(connectionId, at);
  const isOfPage = listed.connectionId === connectionId && listed.region === at.region;
  const isIn = (group: string) => sources.some((source) => isSameSource(source, { ...listed, group }));
  return {
    has: isIn,
    change: (group) => {
      const source = { ...listed, group };
      if (sources.length === 0) return isOfPage ? { group, streams: [], also: [] } : null;
      if (!isIn(group)) return sources.length < MOST_SOURCES ? { also: [...at.also, source], streams: [] } : null;
      if (!isOfPage || group !== at.group) return { also: at.also.filter((each) => !isSameSource(each, source)) };
      // The page's own group goes only if another one of its place can stand for it.
      const next = at.also.find((each) => each.connectionId === connectionId && each.region === at.region);
      return next === undefined ? null : { group: next.group, also: at.also.filter((each) => each !== next) };
    },
  };
}

/** The short names of a flow's log groups: the end of each name, as much of it as tells it apart, fit to be shown; null for a single one. */
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
