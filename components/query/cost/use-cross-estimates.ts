import { useEffect, useState } from "react";
import type { TimeRange } from "#components/logs/time/time-range.ts";
import type { PlaceEstimate } from "./cross-estimate.ts";
import { type EstimateAnswered, fetchEstimate, SETTLED_MS } from "./use-estimate.ts";

/** Log groups of one connection and Region, whose query would scan them. */
export interface EstimatedPlace {
  readonly name: string;
  readonly connectionId: string;
  readonly region: string;
  readonly groups: readonly string[];
}

export type CrossEstimateState =
  /** No log group is chosen. */
  { readonly kind: "none" } | { readonly kind: "asking" } | { readonly kind: "known"; readonly places: readonly PlaceEstimate[] };

/** Estimates at the same time. A browser opens six connections to a server over HTTP/1.1, and a running query keeps one. */
const AT_ONCE = 2;

/** The estimates of all places, once all have answered. Those that a change has made useless are canceled, also at the server. */
export function useCrossEstimates(places: readonly EstimatedPlace[], range: TimeRange, after: string): CrossEstimateState {
  const key = places.length === 0 ? "" : JSON.stringify([places, range, after]);
  const [found, setFound] = useState<{ readonly key: string; readonly places: readonly PlaceEstimate[] }>({ key: "", places: [] });
  useEffect(() => {
    if (key === "") return;
    const leave = new AbortController();
    const [asked, over] = JSON.parse(key) as [readonly EstimatedPlace[], TimeRange];
    const ask = async () => {
      const answers = await answersOf(asked, over, leave.signal);
      if (!leave.signal.aborted) setFound({ key, places: answers });
    };
    const timer = setTimeout(() => void ask(), SETTLED_MS);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [key]);
  if (key === "") return { kind: "none" };
  return found.key === key ? { kind: "known", places: found.places } : { kind: "asking" };
}

async function answersOf(places: readonly EstimatedPlace[], range: TimeRange, signal: AbortSignal): Promise<readonly PlaceEstimate[]> {
  const answers: EstimateAnswered[] = [];
  const next = places.entries();
  const work = async () => {
    for (const [n, { connectionId, region, groups }] of next) {
      answers[n] = await fetchEstimate({ connectionId, region, logGroups: groups, range, after: null }, signal);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return places.flatMap(({ name, region }, n) => {
    const answer = answers[n];
    return answer === undefined ? [] : [{ name, region, answer }];
  });
}
