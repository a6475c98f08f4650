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

/** One person's favourite log groups of a region. A star answers at once, and goes back when it could not be kept. */
export function useFavourites(connectionId: string, region: string, given: readonly FavouriteView[], set: SetFavourite): Favourites {
  const [all, setAll] = useState(given);
  const [failure, setFailure] = useState<Failure | null>(null);
  const groups = all.filter((each) => each.region === region).map(({ logGroup }) => logGroup);
  const toggle = async (logGroup: string) => {
    const favourite = !groups.includes(logGroup);
    const before = all;
    const others = all.filter((each) => each.region !== region || each.logGroup !== logGroup);
    setAll(favourite ? [...others, { region, logGroup }].sort((a, b) => (a.logGroup < b.logGroup ? -1 : 1)) : others);
    const answer = await set({ connectionId, region, logGroup, favourite });
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) setAll(before);
  };
  return { groups, failure, dismiss: () => setFailure(null), toggle: (group) => void toggle(group) };
}
