import { EVERY_EVENT, logsHref, MAX_SOURCES } from "#components/logs/search/logs-address.ts";
import { rangeText, readRange, type TimeRange } from "#components/logs/time/time-range.ts";
import { plainFragment } from "#components/query/query-address.ts";
import { MOST_PLACES } from "#lib/logs/insights/shared/cross-connection.ts";
import { LONGEST_QUERY, MOST_GROUPS } from "#lib/logs/insights/shared/query-limits.ts";

/** The log groups of one connection in one Region: what one query of AWS reads. */
export interface CrossPlace {
  readonly connectionId: string;
  readonly region: string;
  readonly groups: readonly string[];
}

/** What the page of queries across connections shows, as stored in its URL. */
export interface CrossAddress {
  readonly places: readonly CrossPlace[];
  readonly range: TimeRange;
  readonly text: string;
}

const GROUP = /^[.\-_/#A-Za-z0-9]{1,512}$/;

/** What an empty page begins with: a query whose result can be merged. */
export const FIRST_CROSS_QUERY = "stats count(*) as events by bin(5m)";

export function readCrossAddress(words: Readonly<Record<string, string>>): CrossAddress {
  const places = (words["places"] ?? "").split("*").flatMap(readPlace);
  const first = new Map(places.toReversed().map((place) => [keyOf(place), place]));
  return {
    places: places.filter((place) => first.get(keyOf(place)) === place).slice(0, MOST_PLACES),
    range: readRange(words["range"]),
    text: (words["query"] ?? FIRST_CROSS_QUERY).slice(0, LONGEST_QUERY),
  };
}

/** `connection~region~group~group`: none of them can contain a tilde or an asterisk. */
function readPlace(text: string): CrossPlace[] {
  const [connectionId = "", region = "", ...names] = text.split("~");
  const groups = [...new Set(names.filter((name) => GROUP.test(name)))].slice(0, MOST_GROUPS);
  const known = /^[0-9a-f-]{36}$/.test(connectionId) && /^[a-z0-9-]{1,32}$/.test(region) && groups.length > 0;
  return known ? [{ connectionId, region, groups }] : [];
}

export const keyOf = ({ connectionId, region }: Pick<CrossPlace, "connectionId" | "region">): string => `${connectionId}~${region}`;

/**
 * The page with its query in the fragment, which browsers send to no server.
 * @param results the results that the link opens, see `resultsParameter`
 */
export const crossHref = (at: CrossAddress, results: string | null = null): string =>
  crossPath(at, results) + (at.text === FIRST_CROSS_QUERY ? "" : plainFragment(at.text));

/** The same without the query. */
export function crossPath({ places, range }: CrossAddress, results: string | null): string {
  const words = {
    ...(places.length > 0 && { places: places.map((place) => `${keyOf(place)}~${place.groups.join("~")}`).join("*") }),
    range: rangeText(range),
    ...(results !== null && { results }),
  };
  return `/logs/query?${new URLSearchParams(words)}`;
}

/**
 * The events of the chosen log groups, as many as the log page can show together; the page that chooses a connection without any.
 * @param readable the chosen places whose logs can be read
 */
export function eventsHrefOf({ range }: Pick<CrossAddress, "range">, readable: readonly { readonly place: CrossPlace }[]): string {
  const [first, ...also] = readable.flatMap(({ place: { connectionId, region, groups } }) =>
    groups.map((group) => ({ connectionId, region, group })),
  );
  if (first === undefined) return "/logs";
  return logsHref(first.connectionId, {
    ...EVERY_EVENT,
    region: first.region,
    group: first.group,
    also: also.slice(0, MAX_SOURCES - 1),
    range,
  });
}

/** The places with the log group added or removed; without change if there would be too many. */
export function toggledGroup(
  places: readonly CrossPlace[],
  at: Pick<CrossPlace, "connectionId" | "region">,
  group: string,
): readonly CrossPlace[] {
  const place = places.find((each) => keyOf(each) === keyOf(at));
  if (place === undefined) return places.length >= MOST_PLACES ? places : [...places, { ...at, groups: [group] }];
  const without = place.groups.filter((name) => name !== group);
  if (without.length === place.groups.length && without.length >= MOST_GROUPS) return places;
  const groups = without.length < place.groups.length ? without : [...place.groups, group];
  return places.flatMap((each) => (each !== place ? [each] : groups.length === 0 ? [] : [{ ...each, groups }]));
}
