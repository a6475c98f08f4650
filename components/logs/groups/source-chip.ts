import { visibleText } from "#components/logs/events/visible-text.ts";
import type { LogSource } from "./flow-source.ts";

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
