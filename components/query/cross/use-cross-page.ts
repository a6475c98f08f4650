import { useEffect, useMemo, useRef, useState } from "react";
import { useLinkedQuery } from "#components/query/links/use-linked-query.ts";
import { useServedAddress } from "#components/query/links/use-served-address.ts";
import { openedCrossAddress } from "#components/query/opened/opened-parts.ts";
import { useOpenParts } from "#components/query/opened/use-open-parts.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { CrossConnection } from "#lib/logs/insights/shared/cross-connection.ts";
import { findRefusal } from "#lib/logs/insights/shared/find-refusal.ts";
import { LONGEST_QUERY } from "#lib/logs/insights/shared/query-limits.ts";
import type { OpenedParts } from "#lib/logs/insights/shared/query-view.ts";
import { type CrossAddress, crossHref, keyOf, readCrossAddress } from "./cross-address.ts";
import { shownRun } from "./cross-run-state.ts";
import { askedOf, labeledPlaces } from "./cross-targets.ts";
import { doubledGroups, withoutDoubled } from "./doubled-groups.ts";
import { placeInQuery, planCrossQuery } from "./plan-cross-query.ts";
import { useCrossRun } from "./use-cross-run.ts";

const URL_FOLLOWS_MS = 500;
/** What the server reads of the URL, or puts into the page. */
const SERVED_WORDS = ["places", "range", "results"];

/** What the page of queries across connections shows, in its URL too, and the run of its query. */
export function useCrossPage(connections: readonly CrossConnection[], address: Readonly<Record<string, string>>, opened: OpenedParts) {
  const [at, setAt] = useState<CrossAddress>(() => openedCrossAddress(opened, readCrossAddress(address)));
  const [refused, setRefused] = useState<{ readonly text: string; readonly sentence: string; readonly at: Place | null } | null>(null);
  const running = useCrossRun();
  const change = useStableCallback((next: Partial<CrossAddress>) => setAt({ ...at, ...next }));
  const { readLinked, problem: linkProblem, isRead } = useLinkedQuery((text) => setAt((now) => ({ ...now, text })));
  const { results, otherRange, ran } = useOpenParts(opened, { connections, at, isRead, running });
  useServedAddress(address, SERVED_WORDS);
  useAddressBar(at, results);
  useHistorySteps(setAt, readLinked, results);
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
  /**
   * Runs the query of the rows over another range, which is a step that the browser's back button takes back. What was typed since stays
   * in the editor.
   */
  const zoom = useStableCallback(({ from, to }: { readonly from: number; readonly to: number }) => {
    const asked = shownRun(running.state)?.run.asked;
    if (asked === undefined) return;
    const range = { kind: "between", from, to: to - 1 } as const;
    // The step before names its results, so that going back shows those rows and not the ones of the chosen range.
    window.history.replaceState(null, "", crossHref(at, results));
    window.history.pushState(null, "", crossHref({ ...at, range }));
    setAt({ ...at, range });
    runAt({ places: asked.places, text: asked.text, range });
  });
  const wrong = running.state.run;
  const problem = useMemo(() => {
    if (refused !== null) return refused.text === at.text ? refused.at : null;
    if (wrong === null || wrong.asked.text !== at.text) return null;
    const place = wrong.runs
      .flatMap(({ state: { phase } }) => (phase.kind === "syntax-error" && phase.at !== null ? [phase.at] : []))
      .at(0);
    return place === undefined ? null : placeInQuery(wrong.asked.plan, place);
  }, [refused, wrong, at.text]);
  const labeled = useMemo(() => labeledPlaces(connections, at.places), [connections, at.places]);
  const queried = useMemo(() => labeled.filter(({ leftOut }) => leftOut === null), [labeled]);
  const estimated = useMemo(() => queried.map(({ place, name }) => ({ name, ...place })), [queried]);
  const doubled = useMemo(() => doubledGroups(queried), [queried]);
  /** Leaves each log group in one of the connections. Those that no query is sent to stay in the list. */
  const dropDoubled = useStableCallback(() => {
    const kept = new Map(withoutDoubled(queried).map((place) => [keyOf(place), place]));
    change({ places: labeled.flatMap(({ place, leftOut }) => (leftOut === null ? (kept.get(keyOf(place)) ?? []) : [place])) });
  });
  const shownProblem = useMemo(() => problem && { from: problem.start, to: problem.end }, [problem]);
  return {
    at,
    linkProblem,
    change,
    run,
    zoom,
    running,
    estimated,
    queried,
    doubled,
    dropDoubled,
    otherRange,
    problem: shownProblem,
    refused: refused?.text === at.text ? refused.sentence : null,
  };
}

/** Keeps the URL as the page is. */
function useAddressBar(at: CrossAddress, results: string | null): void {
  // The URL follows, so that a link of this page shows the same; not at each key press, because Next.js handles each change.
  useEffect(() => {
    const timer = setTimeout(() => {
      const href = crossHref(at, results);
      const { pathname, search, hash } = window.location;
      if (href !== `${pathname}${search}${hash}`) window.history.replaceState(null, "", href);
    }, URL_FOLLOWS_MS);
    return () => clearTimeout(timer);
  }, [at, results]);
}

/** Shows what the URL says after a step of the browser's history, with the results that it names. Nothing is run. */
function useHistorySteps(setAt: (at: CrossAddress) => void, readLinked: () => void, results: string | null): void {
  const shown = useRef(results);
  shown.current = results;
  useEffect(() => {
    const path = window.location.pathname;
    const returned = () => {
      if (window.location.pathname !== path) return;
      const words: Readonly<Record<string, string>> = Object.fromEntries(new URLSearchParams(window.location.search));
      setAt(readCrossAddress(words));
      readLinked();
      // The server decides which results may be read, as for a link.
      if (words["results"] !== undefined && words["results"] !== shown.current) window.location.reload();
    };
    window.addEventListener("popstate", returned);
    return () => window.removeEventListener("popstate", returned);
  }, [setAt, readLinked]);
}

interface Place {
  readonly start: number;
  readonly end: number;
}

const TOO_LONG = { sentence: "This query is too long to run in several connections. Shorten it.", at: null };
