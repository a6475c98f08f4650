import { useCallback, useEffect, useRef, useState } from "react";
import type { LogsView } from "#lib/logs/log-view.ts";
import { drawAfterAsking } from "./draw-after-asking.ts";
import { type LogsAddress, logsHref, readLogsAddress, sourcesOf } from "./logs-address.ts";
import { endsOf } from "./time-range.ts";
import type { FlowSearch } from "./use-log-search.ts";

/** What is shown, kept in the address. `go` also searches there; `show` only shows it otherwise. The address's own search runs on arrival. */
export function useSearchedAddress(
  view: LogsView,
  address: Readonly<Record<string, string>>,
  begin: (searches: readonly FlowSearch[]) => void,
) {
  const [at, setAt] = useState<LogsAddress>(() => readLogsAddress(address, view.regions));
  /** Ahead of what is drawn by a moment: a change that comes in it is made to this. */
  const newest = useRef(at);
  const search = useCallback(
    (to: LogsAddress) => {
      const { pattern, streams, also, oldestFirst } = to;
      // A stream is one log group's: over several, all streams are read.
      const some = streams.length > 0 && also.length === 0 ? { streams } : {};
      const ends = endsOf(to.range, Date.now());
      begin(
        sourcesOf(view.connectionId, to).map(({ connectionId, region, group }) => ({
          ...{ connectionId, region, logGroup: group, pattern },
          ...some,
          ...ends,
          ...(oldestFirst && { oldestFirst }),
        })),
      );
    },
    [begin, view.connectionId],
  );
  const follow = (to: LogsAddress) => {
    const href = logsHref(view.connectionId, to);
    // The router follows each replacement, and a search that follows waits for it.
    if (href !== `${window.location.pathname}${window.location.search}`) window.history.replaceState(null, "", href);
  };
  const show = (change: Partial<LogsAddress>) => {
    newest.current = { ...newest.current, ...change };
    follow(newest.current);
    setAt(newest.current);
  };
  const go = (change: Partial<LogsAddress>) => {
    const to = { ...newest.current, event: null, ...change };
    const isSame = logsHref(view.connectionId, to) === logsHref(view.connectionId, newest.current);
    // The same address stays the same object: what shows it is not drawn anew.
    if (!isSame) newest.current = to;
    follow(to);
    search(to);
    drawAfterAsking(() => setAt(newest.current));
  };
  const [arrived, setArrived] = useState(false);
  useEffect(() => {
    if (arrived) return;
    setArrived(true);
    search(at);
  }, [arrived, at, search]);
  return { at, go, show };
}
