import { useCallback, useEffect, useRef, useState } from "react";
import type { MergedEvent } from "#components/logs/search/log-search-state.ts";
import { isNamedEvent } from "#components/logs/search/logs-address.ts";
import type { RowKeys } from "./use-row-keys.ts";

/** Which rows are expanded. The event that a link points to is expanded and scrolled to once it is loaded. */
export function useOpenRows(
  events: readonly MergedEvent[],
  /** Changes whenever other events are shown. */
  list: unknown,
  named: string | null,
  { go, goAmid, keepInSight }: Pick<RowKeys, "go" | "goAmid" | "keepInSight">,
) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const now = useRef(events);
  now.current = events;
  const toggle = useCallback(
    (row: number) => {
      go(row, false);
      const key = now.current[row]?.key;
      if (key === undefined) return;
      setOpen((before) => {
        const after = new Set(before);
        if (!after.delete(key)) after.add(key);
        return after;
      });
      // An expanded row is measured only when it is rendered, and for the last rows its details are below the visible area.
      requestAnimationFrame(() => requestAnimationFrame(() => keepInSight(row)));
    },
    [go, keepInSight],
  );
  const row = useNamedRow(events, list, named);
  useEffect(() => {
    const key = row === null ? undefined : now.current[row]?.key;
    if (row === null || key === undefined) return;
    setOpen((before) => new Set(before).add(key));
    goAmid(row);
  }, [row, goAmid]);
  return { open, toggle };
}

/** The row of the named event, found when it is first loaded; null before that, and for other names and lists. */
function useNamedRow(events: readonly MergedEvent[], list: unknown, named: string | null): number | null {
  const [found, setFound] = useState<{ readonly named: string; readonly list: unknown; readonly row: number } | null>(null);
  const isFound = found !== null && found.named === named && found.list === list;
  if (named !== null && !isFound) {
    const row = events.findIndex((event) => isNamedEvent(named, event));
    if (row >= 0) setFound({ named, list, row });
  }
  return isFound ? found.row : null;
}
