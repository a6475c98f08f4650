import { useState } from "react";
import type { Action } from "#lib/kernel/action.ts";
import type { Failure } from "#lib/kernel/result.ts";
import type { FavouriteView } from "#lib/logs/saved-searches-view.ts";

export type SetFavourite = Action<
  { connectionId: string; region: string; logGroup: string; favourite: boolean },
  { readonly favourite: boolean }
>;

export interface Favourites {
  readonly groups: readonly string[];
  readonly failure: Failure | null;
  dismiss(): void;
  toggle(group: string): void;
}

/** What was changed since the page came: the browser's way back shows the page as it came. */
const known = new Map<string, { readonly given: readonly FavouriteView[]; readonly all: readonly FavouriteView[] }>();

function changedSince(connectionId: string, given: readonly FavouriteView[]): readonly FavouriteView[] {
  const change = known.get(connectionId);
  return change !== undefined && JSON.stringify(change.given) === JSON.stringify(given) ? change.all : given;
}

/** One person's favourite log groups of a region. A star answers at once, and goes back when it could not be kept. */
export function useFavourites(connectionId: string, region: string, given: readonly FavouriteView[], set: SetFavourite): Favourites {
  const [all, setAll] = useState(() => changedSince(connectionId, given));
  const [failure, setFailure] = useState<Failure | null>(null);
  const groups = all.filter((each) => each.region === region).map(({ logGroup }) => logGroup);
  const toggle = async (logGroup: string) => {
    const favourite = !groups.includes(logGroup);
    const before = all;
    const others = all.filter((each) => each.region !== region || each.logGroup !== logGroup);
    const changed = favourite ? [...others, { region, logGroup }].sort((a, b) => (a.logGroup < b.logGroup ? -1 : 1)) : others;
    setAll(changed);
    const answer = await set({ connectionId, region, logGroup, favourite });
    setFailure(answer.ok ? null : answer);
    if (answer.ok) known.set(connectionId, { given, all: changed });
    else setAll(before);
  };
  return { groups, failure, dismiss: () => setFailure(null), toggle: (group) => void toggle(group) };
}
