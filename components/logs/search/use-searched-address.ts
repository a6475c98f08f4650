import { useCallback, useEffect, useRef, useState } from "react";
import { useStableCallback } from "#components/ui/use-narrow.ts";
import type { LogsView } from "#lib/logs/shared/log-view.ts";
import { type LogsAddress, logsHref, readLogsAddress, sourcesOf } from "./logs-address.ts";
import { drawAfterAsking } from "./render-after-request.ts";
import { endsOf } from "./time-range.ts";
import type { FlowSearch } from "./use-log-search.ts";

/**
 * What is shown, kept in the address. `go` also searches there, as a step of the browser's history; `show` only shows it
 * otherwise. The address's own search runs on arrival, and whenever the browser goes back or forward to it.
 */
export function useSearchedAddress(
  view: LogsView,
  address: Readonly<Record<string, string>>,
  begin: (searches: readonly FlowSearch[]) => void,
  /** Told when the browser has gone back or forward. */
  onReturn: () => void,
) {
  const [at, setAt] = useState<LogsAddress>(() => readLogsAddress(address, view.regions));
  /** Ahead of what is drawn by a moment: a change that comes in it is made to this. */
  const newest = useRef(at);
  /** Whether the step before this one was a search that the look around an event left. */
  const [left, setLeft] = useState(false);
  const search = useCallback((to: LogsAddress) => begin(searchesOf(view.connectionId, to)), [begin, view.connectionId]);
  const show = (change: Partial<LogsAddress>) => {
    newest.current = { ...newest.current, ...change };
    const href = logsHref(view.connectionId, newest.current);
    if (href !== here()) window.history.replaceState(null, "", href);
    setAt(newest.current);
  };
  const go = (change: Partial<LogsAddress>) => {
    const leaving = newest.current;
    const to = { ...leaving, event: null, ...change };
    const href = logsHref(view.connectionId, to);
    // The same address stays the same object: what shows it is not drawn anew.
    if (href !== logsHref(view.connectionId, newest.current)) newest.current = to;
    const isLook = change.event !== undefined && change.event !== null;
    // The way back from a look around an event leads to that event again.
    if (isLook) window.history.replaceState(null, "", logsHref(view.connectionId, { ...leaving, event: to.event }));
    // The router follows each change of the address, and a search that follows waits for it.
    if (href !== here()) window.history.pushState(null, "", href);
    search(to);
    drawAfterAsking(() => {
      setAt(newest.current);
      setLeft(isLook);
    });
  };
  /** Shows and searches what the address says. The page may be older than its address: the browser keeps both. */
  const arrive = useStableCallback(() => {
    const to = readLogsAddress(Object.fromEntries(new URLSearchParams(window.location.search)), view.regions);
    if (logsHref(view.connectionId, to) !== logsHref(view.connectionId, newest.current)) newest.current = to;
    setAt(newest.current);
    setLeft(false);
    search(newest.current);
  });
  const came = useStableCallback(onReturn);
  useEffect(() => {
    const path = window.location.pathname;
    const returned = () => {
      if (window.location.pathname !== path) return;
      came();
      arrive();
    };
    arrive();
    window.addEventListener("popstate", returned);
    return () => window.removeEventListener("popstate", returned);
  }, [arrive, came]);
  return { at, go, show, back: left ? goBack : null };
}

const here = () => `${window.location.pathname}${window.location.search}`;
const goBack = () => window.history.back();

/** The searches of one flow, a log group each. */
function searchesOf(connectionId: string, to: LogsAddress): readonly FlowSearch[] {
  const { pattern, streams, also, oldestFirst } = to;
  // A stream is one log group's: over several, all streams are read.
  const some = streams.length > 0 && also.length === 0 ? { streams } : {};
  const ends = endsOf(to.range, Date.now());
  return sourcesOf(connectionId, to).map((source) => ({
    ...{ connectionId: source.connectionId, region: source.region, logGroup: source.group, pattern },
    ...some,
    ...ends,
    ...(oldestFirst && { oldestFirst }),
  }));
}
