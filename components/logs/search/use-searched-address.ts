import { useCallback, useEffect, useRef, useState } from "react";
import { endsOf } from "#components/logs/time/time-range.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { LogsView } from "#lib/logs/shared/log-view.ts";
import { type LogsAddress, logsHref, readLogsAddress, sourcesOf } from "./logs-address.ts";
import { renderAfterRequest } from "./search-log-events.ts";
import type { SourceSearch } from "./use-log-search.ts";

/**
 * The view, stored in the URL. `go` changes it and searches, as a new entry of the browser's history; `show` changes
 * only the view. The search of the URL runs on page load, and when the browser moves back or forward to it.
 */
export function useSearchedAddress(
  view: LogsView,
  address: Readonly<Record<string, string>>,
  begin: (searches: readonly SourceSearch[]) => void,
  /** Called when the browser has moved back or forward. */
  onReturn: () => void,
) {
  const [at, setAt] = useState<LogsAddress>(() => readLogsAddress(address, view.regions));
  /** The latest view, possibly not rendered yet, which the next change is applied to. */
  const latest = useRef(at);
  /** Whether the previous history entry is the search before "show surrounding events". */
  const [left, setLeft] = useState(false);
  const search = useCallback((to: LogsAddress) => begin(searchesOf(view.connectionId, to)), [begin, view.connectionId]);
  const show = (change: Partial<LogsAddress>) => {
    latest.current = { ...latest.current, ...change };
    const href = logsHref(view.connectionId, latest.current);
    if (href !== here()) window.history.replaceState(null, "", href);
    setAt(latest.current);
  };
  const go = (change: Partial<LogsAddress>) => {
    const leaving = latest.current;
    const to = { ...leaving, event: null, ...change };
    const href = logsHref(view.connectionId, to);
    // An unchanged view keeps its identity, so that its components do not render again.
    if (href !== logsHref(view.connectionId, latest.current)) latest.current = to;
    const isLook = change.event !== undefined && change.event !== null;
    // Moving back from the surrounding events returns to that event.
    if (isLook) window.history.replaceState(null, "", logsHref(view.connectionId, { ...leaving, event: to.event }));
    // The Next.js router handles each URL change, and the search would wait for it.
    if (href !== here()) window.history.pushState(null, "", href);
    search(to);
    renderAfterRequest(() => {
      setAt(latest.current);
      setLeft(isLook);
    });
  };
  /** Shows and searches what the URL says. The browser may restore a page that is older than its URL. */
  const arrive = useStableCallback(() => {
    const to = readLogsAddress(Object.fromEntries(new URLSearchParams(window.location.search)), view.regions);
    if (logsHref(view.connectionId, to) !== logsHref(view.connectionId, latest.current)) latest.current = to;
    setAt(latest.current);
    setLeft(false);
    search(latest.current);
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

/** One search for each log group. */
function searchesOf(connectionId: string, to: LogsAddress): readonly SourceSearch[] {
  const { pattern, streams, also, oldestFirst } = to;
  // Streams belong to one log group, so with several groups all streams are read.
  const some = streams.length > 0 && also.length === 0 ? { streams } : {};
  const ends = endsOf(to.range, Date.now());
  return sourcesOf(connectionId, to).map((source) => ({
    ...{ connectionId: source.connectionId, region: source.region, logGroup: source.group, pattern },
    ...some,
    ...ends,
    ...(oldestFirst && { oldestFirst }),
  }));
}
