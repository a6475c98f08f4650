import { endsOf } from "#components/logs/time/time-range.ts";
import type { CrossConnection } from "#lib/logs/insights/shared/cross-connection.ts";
import { type CrossAddress, type CrossPlace, keyOf } from "./cross-address.ts";
import type { CrossAsked } from "./cross-run-state.ts";
import { placeLabels } from "./place-labels.ts";

/** The chosen places with the name that distinguishes each. */
export function labeledPlaces(connections: readonly CrossConnection[], places: readonly CrossPlace[]) {
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
export function askedOf(
  connections: readonly CrossConnection[],
  { places, range, text }: CrossAddress,
  plan: CrossAsked["plan"],
): CrossAsked {
  const ends = endsOf(range, Date.now());
  const labeled = labeledPlaces(connections, places);
  return {
    ...{ text, plan, places, opened: null, ...ends },
    targets: labeled.flatMap(({ place: { connectionId, region, groups }, leftOut, ...target }) =>
      leftOut === null ? [{ ...target, asked: { connectionId, region, logGroups: groups, text: plan.text, ...ends } }] : [],
    ),
    leftOut: labeled.flatMap(({ place: _, leftOut, ...target }) => (leftOut === null ? [] : [{ ...target, ...leftOut }])),
  };
}

/** A link can name a connection that was removed, or that belongs to another company. Both look the same. */
const UNKNOWN = { why: "Not found", next: "View connections", href: "/connections" };
