import { useEffect, useMemo, useState } from "react";
import { endsOf } from "#components/logs/time/time-range.ts";
import { useLinkedQuery } from "#components/query/links/use-linked-query.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { CrossConnection } from "#lib/logs/insights/shared/cross-connection.ts";
import { findRefusal } from "#lib/logs/insights/shared/find-refusal.ts";
import { LONGEST_QUERY } from "#lib/logs/insights/shared/query-limits.ts";
import { type CrossAddress, type CrossPlace, crossHref, keyOf, readCrossAddress } from "./cross-address.ts";
import { type CrossAsked, shownRun } from "./cross-run-state.ts";
import { doubledGroups, withoutDoubled } from "./doubled-groups.ts";
import { placeLabels } from "./place-labels.ts";
import { placeInQuery, planCrossQuery } from "./plan-cross-query.ts";
import { useCrossRun } from "./use-cross-run.ts";

const URL_FOLLOWS_MS = 500;

/** What the page of queries across connections shows, in its URL too, and the run of its query. */
export function useCrossPage(connections: readonly CrossConnection[], address: Readonly<Record<string, string>>) {
  const [at, setAt] = useState<CrossAddress>(() => readCrossAddress(address));
  const [refused, setRefused] = useState<{ readonly text: string; readonly sentence: string; readonly at: Place | null } | null>(null);
  const running = useCrossRun();
  const change = useStableCallback((next: Partial<CrossAddress>) => setAt({ ...at, ...next }));
  const { problem: linkProblem } = useLinkedQuery((text) => setAt((now) => ({ ...now, text })));
  // The URL follows, so that a link of this page shows the same; not at each key press, because Next.js handles each change.
  useEffect(() => {
    const timer = setTimeout(() => {
      const href = crossHref(at);
      const { pathname, search, hash } = window.location;
      if (href !== `${pathname}${search}${hash}`) window.history.replaceState(null, "", href);
    }, URL_FOLLOWS_MS);
    return () => clearTimeout(timer);
  }, [at]);
  const runAt = (now: CrossAddress) => {
    if (now.places.length === 0 || now.text.trim() === "") return;
    const plan = planCrossQuery(now.text);
    const refusal = findRefusal(now.text) ?? (plan.text.length > LONGEST_QUERY ? TOO_LONG : undefined);
    setRefused(refusal === undefined ? null : { text: now.text, sentence: refusal.sentence, at: refusal.at });
    if (refusal === undefined) running.begin(askedOf(connections, now, plan));
  };
  const run = useStableCallback(() => runAt(at));
  /** Runs the query of the rows over another range. What was typed since stays in the editor. */
  const zoom = useStableCallback(({ from, to }: { readonly from: number; readonly to: number }) => {
    const asked = shownRun(running.state)?.run.asked;
    if (asked === undefined) return;
    const range = { kind: "between", from, to: to - 1 } as const;
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
    problem: shownProblem,
    refused: refused?.text === at.text ? refused.sentence : null,
  };
}

interface Place {
  readonly start: number;
  readonly end: number;
}

const TOO_LONG = { sentence: "This query is too long to run in several connections. Shorten it.", at: null };

/** The chosen places with the name that distinguishes each. */
function labeledPlaces(connections: readonly CrossConnection[], places: readonly CrossPlace[]) {
  const named = places.map((place) => {
    const connection = connections.find(({ connectionId }) => connectionId === place.connectionId);
    const { name, accountId } = connection ?? { name: "Another connection", accountId: "" };
    return {
      place,
      leftOut: connection === undefined ? UNKNOWN : connection.leftOut,
      key: keyOf(place),
      name,
      accountId,
      region: place.region,
    };
  });
  const labels = placeLabels(named);
  return named.map((each) => ({ ...each, name: labels.get(each.key) ?? each.name }));
}

/** The queries to run, and the chosen connections that none is sent to. */
function askedOf(connections: readonly CrossConnection[], { places, range, text }: CrossAddress, plan: CrossAsked["plan"]): CrossAsked {
  const ends = endsOf(range, Date.now());
  const labeled = labeledPlaces(connections, places);
  return {
    ...{ text, plan, places, ...ends },
    targets: labeled.flatMap(({ place: { connectionId, region, groups }, leftOut, ...target }) =>
      leftOut === null ? [{ ...target, asked: { connectionId, region, logGroups: groups, text: plan.text, ...ends } }] : [],
    ),
    leftOut: labeled.flatMap(({ place: _, leftOut, ...target }) => (leftOut === null ? [] : [{ ...target, ...leftOut }])),
  };
}

/** A link can name a connection that was removed, or that belongs to another company. Both look the same. */
const UNKNOWN = { why: "Not found", next: "View connections", href: "/connections" };
