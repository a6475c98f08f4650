import { useEffect, useMemo, useRef, useState } from "react";
import { logsHref } from "#components/logs/search/logs-address.ts";
import { endsOf, rangeAround } from "#components/logs/time/time-range.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import { findRefusal } from "#lib/logs/insights/shared/find-refusal.ts";
import { type QueryAddress, queryHref, readQueryAddress } from "./query-address.ts";
import type { QueryPhase } from "./run/query-run-state.ts";
import { useQueryRun } from "./run/use-query-run.ts";

/** The events of the log page, without filter. */
export const EVERY_EVENT = { pattern: "", streams: [], also: [], columns: [], oldestFirst: false, event: null } as const;

const URL_FOLLOWS_MS = 500;

/** What the query page shows, in its URL too, and the run of its query. */
export function useQueryPage(connectionId: string, regions: readonly string[], address: Readonly<Record<string, string>>) {
  const [at, setAt] = useState<QueryAddress>(() => readQueryAddress(address, regions));
  const { state, begin, stop } = useQueryRun();
  const editor = useRef<{ focus(): void }>(null);
  const change = useStableCallback((next: Partial<QueryAddress>) => setAt({ ...at, ...next }));
  // The URL follows, so that a link of this page shows the same; not at each key press, because Next.js handles each change.
  useEffect(() => {
    const timer = setTimeout(() => {
      const href = queryHref(connectionId, at);
      if (href !== `${window.location.pathname}${window.location.search}`) window.history.replaceState(null, "", href);
    }, URL_FOLLOWS_MS);
    return () => clearTimeout(timer);
  }, [at, connectionId]);
  // Back and forward go through the ranges that were chosen in a chart. They show what the URL says, and run nothing.
  useEffect(() => {
    const path = window.location.pathname;
    const returned = () => {
      if (window.location.pathname === path)
        setAt(readQueryAddress(Object.fromEntries(new URLSearchParams(window.location.search)), regions));
    };
    window.addEventListener("popstate", returned);
    return () => window.removeEventListener("popstate", returned);
  }, [regions]);
  const run = useStableCallback(() => {
    if (at.groups.length === 0 || at.text.trim() === "") return;
    begin({ connectionId, region: at.region, logGroups: at.groups, text: at.text, ...endsOf(at.range, Date.now()) }, false);
  });
  const use = useStableCallback((text: string) => {
    change({ text });
    editor.current?.focus();
  });
  /** Runs the query that was asked for, not what the page says since, above the threshold of the connection. */
  const confirm = useStableCallback(() => {
    if (state.asked !== null) begin(state.asked, true);
  });
  const shown = state.result?.asked;
  /** Runs the query of the rows over another range, which is a step that the browser's back button takes back. */
  const zoom = useStableCallback((span: { readonly from: number; readonly to: number }) => {
    if (shown === undefined) return;
    const to: QueryAddress = { region: shown.region, groups: shown.logGroups, text: shown.text, range: { kind: "between", ...span } };
    window.history.replaceState(null, "", queryHref(connectionId, at));
    window.history.pushState(null, "", queryHref(connectionId, to));
    setAt(to);
    begin({ ...shown, ...span }, false);
  });
  const eventsHref = useStableCallback((time: number): string | null => {
    const [group] = shown?.logGroups ?? [];
    if (shown === undefined || group === undefined || shown.logGroups.length > 1) return null;
    return logsHref(connectionId, { ...EVERY_EVENT, region: shown.region, group, range: rangeAround(time) });
  });
  const { phase, asked } = state;
  const place = asked?.text === at.text ? placeOfProblem(phase, asked.text) : null;
  const problem = useMemo(() => place && { from: place.start, to: place.end }, [place]);
  return { at, state, editor, change, run, confirm, zoom, stop, use, eventsHref, problem };
}

/** The place that AWS names, or the word for which the portal refused the query. */
function placeOfProblem(phase: QueryPhase, text: string) {
  if (phase.kind === "syntax-error") return phase.at;
  return phase.kind === "failed" && phase.field === "text" ? (findRefusal(text)?.at ?? null) : null;
}
