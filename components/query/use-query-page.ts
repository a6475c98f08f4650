import { useEffect, useMemo, useRef, useState } from "react";
import { EVERY_EVENT, eventAtTime, logsHref, MAX_SOURCES } from "#components/logs/search/logs-address.ts";
import { endsOf, rangeAround } from "#components/logs/time/time-range.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import { findRefusal } from "#lib/logs/insights/shared/find-refusal.ts";
import type { OpenedResult } from "#lib/logs/insights/shared/query-view.ts";
import type { LogsView } from "#lib/logs/shared/log-view.ts";
import { useAddressBar } from "./links/use-address-bar.ts";
import { useLinkedQuery } from "./links/use-linked-query.ts";
import { useServedAddress } from "./links/use-served-address.ts";
import { openedAddress } from "./opened/opened-address.ts";
import { useOpenResult } from "./opened/use-open-result.ts";
import { useZoom } from "./opened/use-zoom.ts";
import { placeInTemplate } from "./parameters/fill-parameters.ts";
import { type ParameterValues, useParameters } from "./parameters/use-parameters.ts";
import { type QueryAddress, queryHref, readQueryAddress } from "./query-address.ts";
import { type AskedQuery, type QueryPhase, type QueryRunState, writtenText } from "./run/query-run-state.ts";
import { useQueryRun } from "./run/use-query-run.ts";

/** What the server reads of the URL, or puts into the page. */
const SERVED_PARAMETERS = ["region", "groups", "range", "result"];

interface OpenedPage {
  readonly view: Pick<LogsView, "connectionId" | "regions">;
  readonly address: Readonly<Record<string, string>>;
  readonly opened: OpenedResult;
  /** How the chart is drawn, for the URL; undefined for the automatic chart. */
  readonly chart: string | undefined;
}

/** What the query page shows, in its URL too, and the run of its query. */
export function useQueryPage({ view: { connectionId, regions }, address, opened, chart }: OpenedPage) {
  const [at, setAt] = useState<QueryAddress>(() => openedAddress(opened, address, regions) ?? readQueryAddress(address, regions));
  const { state, begin, open, stop, dismiss, pages } = useQueryRun();
  const { resultId, otherRange, ran, reopen } = useOpenResult(opened, { at, state, open });
  const editor = useRef<{ focus(): void }>(null);
  const change = useStableCallback((next: Partial<QueryAddress>) => setAt({ ...at, ...next }));
  const parameters = useParameters(connectionId, at.text);
  const { readLinked, problem: linkProblem } = useLinkedQuery((text) => setAt((now) => ({ ...now, text })), "query" in opened);
  const reload = useAddressBar(queryHref(connectionId, at, resultId, chart));
  useServedAddress({ address, names: SERVED_PARAMETERS, reload });
  useHistorySteps({ regions, setAt, readLinked, reopen, reload });
  const start = (to: QueryAddress) => {
    const asked = askedOf(connectionId, to, parameters);
    if (asked === null) return;
    ran(to);
    begin(asked, false);
  };
  const run = useStableCallback(() => start(at));
  /** Shows another query, and runs it only if a person asked for that. */
  const show = useStableCallback((next: Partial<QueryAddress>, runs: boolean) => {
    setAt({ ...at, ...next });
    if (runs) start({ ...at, ...next });
    else editor.current?.focus();
  });
  /** Stops the query of this page. One that another page started has a button of its own. */
  const stopRun = useStableCallback(() => {
    if (!state.opened) stop();
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
  const zooming = useZoom({ connectionId, at, state, setAt, begin, ran, reopen, restore: parameters.restore });
  const links = useEventLinks(connectionId, shown);
  const problem = useProblem(state, at.text);
  return {
    at,
    state,
    editor,
    parameters,
    linkProblem,
    change,
    run,
    show,
    confirm,
    dismiss,
    ...zooming,
    otherRange,
    ...{ stop: stopRun, use },
    ...links,
    problem,
    pages,
  };
}

/** The query to run; null if something is missing, which the page says at its field. */
function askedOf(connectionId: string, { region, groups, text, range }: QueryAddress, parameters: ParameterValues): AskedQuery | null {
  if (groups.length === 0 || text.trim() === "") return null;
  const filled = parameters.fill(text);
  if (filled === null) return null;
  const asked = { connectionId, region, logGroups: groups, text: filled, ...endsOf(range, Date.now()) };
  return filled === text ? asked : { ...asked, template: { text, values: parameters.valuesOf(text) } };
}

/** Where AWS found a mistake in the text, until the text changes; null otherwise. */
function useProblem({ phase, asked }: QueryRunState, text: string) {
  // One object for each problem: the editor moves the cursor to a new one.
  return useMemo(() => {
    const place = asked !== null && writtenText(asked) === text ? placeOfProblem(phase, asked.text) : null;
    const { start, end } = (place && asked?.template ? placeInTemplate(asked.template, place) : place) ?? {};
    return start === undefined || end === undefined ? null : { from: start, to: end };
  }, [asked, phase, text]);
}

interface HistorySteps {
  readonly regions: readonly string[];
  readonly setAt: (at: QueryAddress) => void;
  readonly readLinked: () => void;
  readonly reopen: (queryId: string) => boolean;
  readonly reload: () => void;
}

/** Shows what the URL says after a step of the browser's history, with the result that it names. */
function useHistorySteps({ regions, setAt, readLinked, reopen, reload }: HistorySteps): void {
  // Back and forward go through the ranges that were chosen in a chart. They show what the URL says, and run nothing.
  useEffect(() => {
    const path = window.location.pathname;
    const returned = () => {
      if (window.location.pathname !== path) return;
      const words: Readonly<Record<string, string>> = Object.fromEntries(new URLSearchParams(window.location.search));
      // A page that was loaded again since knows only the results after that. The server knows all.
      if (words["result"] !== undefined && !reopen(words["result"])) return reload();
      setAt(readQueryAddress(words, regions));
      readLinked();
    };
    window.addEventListener("popstate", returned);
    return () => window.removeEventListener("popstate", returned);
  }, [regions, setAt, readLinked, reopen, reload]);
}

/** Links from the rows of a result to the events behind them. */
function useEventLinks(connectionId: string, shown: AskedQuery | undefined) {
  const eventsHref = useStableCallback((time: number): string | null => {
    const [group] = shown?.logGroups ?? [];
    if (shown === undefined || group === undefined || shown.logGroups.length > 1) return null;
    return logsHref(connectionId, { ...EVERY_EVENT, region: shown.region, group, range: rangeAround(time), event: eventAtTime(time) });
  });
  /** The link to the events of a range; null if the log page can't show all of the log groups of the result together. */
  const eventsOf = useStableCallback(({ from, to }: { readonly from: number; readonly to: number }): string | null => {
    const [group, ...others] = shown?.logGroups ?? [];
    if (shown === undefined || group === undefined || others.length >= MAX_SOURCES) return null;
    const also = others.map((name) => ({ connectionId, region: shown.region, group: name }));
    return logsHref(connectionId, { ...EVERY_EVENT, region: shown.region, group, also, range: { kind: "between", from, to } });
  });
  return { eventsHref, eventsOf };
}

/** The place that AWS names, or the word for which the portal refused the query. */
function placeOfProblem(phase: QueryPhase, text: string) {
  if (phase.kind === "syntax-error") return phase.at;
  return phase.kind === "failed" && phase.field === "text" ? (findRefusal(text)?.at ?? null) : null;
}
