import { useEffect, useMemo, useRef, useState } from "react";
import { useAddressBar } from "#components/query/links/use-address-bar.ts";
import { useCrossLinks } from "#components/query/links/use-cross-links.ts";
import { useLinkedQuery } from "#components/query/links/use-linked-query.ts";
import { useServedAddress } from "#components/query/links/use-served-address.ts";
import { placeInQuery, planCrossQuery } from "#components/query/merge/plan-cross-query.ts";
import { openedCrossAddress, resultsParameter, storedQueries } from "#components/query/opened/opened-parts.ts";
import { useOpenParts } from "#components/query/opened/use-open-parts.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { CrossConnection } from "#lib/logs/insights/shared/cross-connection.ts";
import { findRefusal } from "#lib/logs/insights/shared/find-refusal.ts";
import { LONGEST_QUERY } from "#lib/logs/insights/shared/query-limits.ts";
import type { OpenedParts } from "#lib/logs/insights/shared/query-view.ts";
import { type CrossAddress, crossHref, keyOf, readCrossAddress } from "./cross-address.ts";
import { askedAddress, type CrossRun, shownRun } from "./cross-run-state.ts";
import { askedOf, labeledPlaces } from "./cross-targets.ts";
import { doubledGroups, withoutDoubled } from "./doubled-groups.ts";
import { useCrossRun } from "./use-cross-run.ts";

/** What the server reads of the URL, or puts into the page. */
const SERVED_PARAMETERS = ["places", "range", "results"];

/** What the page of queries across connections shows, in its URL too, and the run of its query. */
export function useCrossPage(connections: readonly CrossConnection[], address: Readonly<Record<string, string>>, opened: OpenedParts) {
  const [at, setAt] = useState<CrossAddress>(() => openedCrossAddress(opened, readCrossAddress(address)));
  const [refused, setRefused] = useState<RefusedText | null>(null);
  const running = useCrossRun();
  const change = useStableCallback((next: Partial<CrossAddress>) => setAt({ ...at, ...next }));
  const linked = useLinkedQuery((text) => setAt((now) => ({ ...now, text })), storedQueries(opened).length > 0);
  const { readLinked, problem: linkProblem, isRead } = linked;
  const { results, otherRange, ofRows, ran } = useOpenParts(opened, { connections, at, isRead, running });
  const reload = useAddressBar(crossHref(at, results));
  useServedAddress({ address, names: SERVED_PARAMETERS, reload });
  useHistorySteps({ setAt, readLinked, results, reload });
  const runAt = (now: CrossAddress) => {
    if (now.places.length === 0 || now.text.trim() === "") return;
    const plan = planCrossQuery(now.text);
    const refusal = findRefusal(now.text) ?? (plan.text.length > LONGEST_QUERY ? TOO_LONG : undefined);
    setRefused(refusal === undefined ? null : { text: now.text, sentence: refusal.sentence, at: refusal.at });
    if (refusal !== undefined) return;
    ran(now);
    running.begin(askedOf(connections, now, plan));
  };
  const run = useStableCallback(() => runAt(at));
  /** Stops the queries of this page. Results of a link are only read. */
  const stop = useStableCallback(() => {
    if (running.state.run?.asked.opened === null) running.stop();
  });
  /**
   * Runs the query of the rows over another range, which is a step that the browser's back button takes back. What was typed since stays
   * in the editor.
   */
  const zoom = useStableCallback(({ from, to }: { readonly from: number; readonly to: number }) => {
    const shown = shownRun(running.state)?.run;
    if (shown === undefined) return;
    const { asked } = shown;
    const range = { kind: "between", from, to: to - 1 } as const;
    // The step before names its results, so that going back shows those rows and not the ones of the chosen range. They are of what was
    // asked, not of what the page says since.
    const before = ofRows ?? askedAddress(asked);
    window.history.replaceState(null, "", results === null ? crossHref(before, resultsParameter(shown)) : crossHref(at, results));
    window.history.pushState(null, "", crossHref({ ...at, range }));
    setAt({ ...at, range });
    runAt({ places: asked.places, text: asked.text, range });
  });
  const problem = useProblem(refused, running.state.run, at.text);
  const labeled = useMemo(() => labeledPlaces(connections, at.places), [connections, at.places]);
  const queried = useMemo(() => labeled.filter(({ leftOut }) => leftOut === null), [labeled]);
  const estimated = useMemo(() => queried.map(({ place, name }) => ({ name, ...place })), [queried]);
  const doubled = useMemo(() => doubledGroups(queried), [queried]);
  /** Leaves each log group in one of the connections. Those that no query is sent to stay in the list. */
  const dropDoubled = useStableCallback(() => {
    const kept = new Map(withoutDoubled(queried).map((place) => [keyOf(place), place]));
    change({ places: labeled.flatMap(({ place, leftOut }) => (leftOut === null ? (kept.get(keyOf(place)) ?? []) : [place])) });
  });
  return {
    at,
    linkProblem,
    change,
    links: useCrossLinks(at, running.state),
    run,
    zoom,
    running,
    stop,
    estimated,
    queried,
    doubled,
    dropDoubled,
    otherRange,
    problem,
    refused: refused?.text === at.text ? refused.sentence : null,
  };
}

interface RefusedText {
  readonly text: string;
  readonly sentence: string;
  readonly at: Place | null;
}

/** Where the portal or AWS found a mistake in the text, until the text changes; null otherwise. */
function useProblem(refused: RefusedText | null, run: CrossRun | null, text: string) {
  const place = useMemo(() => {
    if (refused !== null) return refused.text === text ? refused.at : null;
    return run?.asked.text === text ? placeOfProblem(run) : null;
  }, [refused, run, text]);
  // One object for each problem: the editor moves the cursor to a new one.
  return useMemo(() => place && { from: place.start, to: place.end }, [place]);
}

function placeOfProblem({ asked, runs }: CrossRun): Place | null {
  const place = runs.flatMap(({ state: { phase } }) => (phase.kind === "syntax-error" && phase.at !== null ? [phase.at] : [])).at(0);
  return place === undefined ? null : placeInQuery(asked.plan, place);
}

interface HistorySteps {
  readonly setAt: (at: CrossAddress) => void;
  readonly readLinked: () => void;
  readonly results: string | null;
  readonly reload: () => void;
}

/** Shows what the URL says after a step of the browser's history, with the results that it names. Nothing is run. */
function useHistorySteps({ setAt, readLinked, results, reload }: HistorySteps): void {
  const shown = useRef(results);
  shown.current = results;
  useEffect(() => {
    const path = window.location.pathname;
    const returned = () => {
      if (window.location.pathname !== path) return;
      const words: Readonly<Record<string, string>> = Object.fromEntries(new URLSearchParams(window.location.search));
      // The server decides which results may be read, as for a link.
      if (words["results"] !== undefined && words["results"] !== shown.current) return reload();
      setAt(readCrossAddress(words));
      readLinked();
    };
    window.addEventListener("popstate", returned);
    return () => window.removeEventListener("popstate", returned);
  }, [setAt, readLinked, reload]);
}

interface Place {
  readonly start: number;
  readonly end: number;
}

const TOO_LONG = { sentence: "This query is too long to run in several connections. Shorten it.", at: null };
