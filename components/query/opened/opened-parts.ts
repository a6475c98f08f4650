import { type CrossAddress, type CrossPlace, FIRST_CROSS_QUERY, keyOf } from "#components/query/cross/cross-address.ts";
import type { CrossAsked, CrossRun, CrossTarget, LeftOutTarget } from "#components/query/cross/cross-run-state.ts";
import { isComplete } from "#components/query/cross/cross-run-state.ts";
import { labeledPlaces } from "#components/query/cross/cross-targets.ts";
import { planCrossQuery, queryOfRun } from "#components/query/merge/plan-cross-query.ts";
import { type CrossConnection, MOST_PLACES } from "#lib/logs/insights/shared/cross-connection.ts";
import type { OpenedPart, OpenedParts, StoredQueryView } from "#lib/logs/insights/shared/query-view.ts";
import { openedQuery } from "./opened-address.ts";

/** The complete results of a run for the URL, which has the IDs of their queries; null if there are none. */
export function resultsParameter({ runs }: CrossRun): string | null {
  const parts = runs.flatMap((each) => {
    const queryId = isComplete(each) ? (each.state.result?.queryId ?? null) : null;
    return queryId === null ? [] : [{ connectionId: each.target.asked.connectionId, queryId }];
  });
  return parts.length === 0 ? null : parameterOf(parts);
}

/** The same of the results that a link names. */
export const parameterOf = (parts: readonly Pick<OpenedPart, "connectionId" | "queryId">[]): string =>
  parts.map(({ connectionId, queryId }) => `${connectionId}~${queryId}`).join("*");

/**
 * What the page shows for a link to results: the log groups that the queries read, whatever else the link says. The text is in the
 * fragment, which is read later; where it is the first one of an empty page, the query that AWS ran takes its place unless it is that one.
 */
export function openedCrossAddress(opened: OpenedParts, at: CrossAddress): CrossAddress {
  const queries = storedQueries(opened);
  const read = new Map(queries.map((query): [string, CrossPlace] => [keyOf(query), placeOf(query)]));
  const named = at.places.map((place) => read.get(keyOf(place)) ?? place);
  const others = [...read.values()].filter((place) => at.places.every((each) => keyOf(each) !== keyOf(place)));
  const [first] = queries;
  const isFirstQuery = at.text === FIRST_CROSS_QUERY && first !== undefined && planCrossQuery(at.text).text !== first.text;
  return { ...at, places: [...named, ...others].slice(0, MOST_PLACES), text: isFirstQuery ? queryOfRun(first.text) : at.text };
}

const placeOf = ({ connectionId, region, logGroups }: StoredQueryView): CrossPlace => ({ connectionId, region, groups: logGroups });

/** The queries of the results that a link names, as far as the portal has them. */
export function storedQueries(opened: OpenedParts): readonly StoredQueryView[] {
  return opened.kind !== "parts" ? [] : opened.parts.flatMap(({ result }) => ("query" in result ? [result.query] : []));
}

/**
 * The results to read for a link, one of each place. A place without one says why: rows of another query or of another time must never
 * be merged with the others, so only results of the query of the link and of one range belong together.
 */
export function openedAsked(
  connections: readonly CrossConnection[],
  parts: readonly OpenedPart[],
  { places, text }: Pick<CrossAddress, "places" | "text">,
): CrossAsked {
  const plan = planCrossQuery(text);
  const kept = parts.flatMap(({ result }) => (result.kind === "kept" ? [result.query] : []));
  const first = kept.find((query) => query.text === plan.text);
  const ends = { from: first?.from ?? 0, to: first?.to ?? 0 };
  const fits = (query: StoredQueryView) => query.text === plan.text && query.from === ends.from && query.to === ends.to;
  const found = labeledPlaces(connections, places).map(({ place, leftOut, ...target }) => {
    const query = kept.find((each) => keyOf(each) === target.key && fits(each));
    if (leftOut === null && query !== undefined) return { opens: { ...target, asked: openedQuery(query), queryId: query.queryId } };
    return { missing: { ...target, ...(leftOut ?? { why: whyMissing(parts, place) }) } };
  });
  const startedAt = Math.min(...kept.filter(fits).map((query) => query.startedAt));
  return {
    ...{ text, plan, places, ...ends },
    opened: { startedAt: Number.isFinite(startedAt) ? startedAt : null },
    targets: found.flatMap(({ opens }): CrossTarget[] => (opens === undefined ? [] : [opens])),
    leftOut: found.flatMap(({ missing }): LeftOutTarget[] => (missing === undefined ? [] : [missing])),
  };
}

/** Why a connection that can be read has no result in a link. */
function whyMissing(parts: readonly OpenedPart[], place: CrossPlace): string {
  const results = parts
    .filter(
      ({ connectionId, result }) => connectionId === place.connectionId && (!("query" in result) || keyOf(result.query) === keyOf(place)),
    )
    .map(({ result }) => result.kind);
  if (results.includes("kept")) return "Its result belongs to another query or time range";
  if (results.includes("expired")) return "AWS no longer has this result, because it keeps results for 7 days";
  return results.includes("absent") ? "Result not found" : "The link has no result of this connection";
}
