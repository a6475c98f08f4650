import { useRef, useState } from "react";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";
import type { FavouriteView } from "#lib/logs/shared/saved-searches-view.ts";

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
  /** Ahead of what is drawn by a moment: a star that is set in it is set among these. */
  const newest = useRef(all);
  const [failure, setFailure] = useState<Failure | null>(null);
  const groups = all.filter((each) => each.region === region).map(({ logGroup }) => logGroup);
  const toggle = async (logGroup: string) => {
    const star = { region, logGroup };
    const favourite = !newest.current.some((each) => isSame(each, star));
    const change = (to: boolean) => {
      newest.current = withStar(newest.current, star, to);
      setAll(newest.current);
    };
    change(favourite);
    setFailure(null);
    const answer = await set({ connectionId, region, logGroup, favourite });
    if (!answer.ok) {
      change(!favourite);
      setFailure(answer);
    }
    known.set(connectionId, { given, all: newest.current });
  };
  return { groups, failure, dismiss: () => setFailure(null), toggle: (group) => void toggle(group) };
}

function isSame(a: FavouriteView, b: FavouriteView): boolean {
  return a.region === b.region && a.logGroup === b.logGroup;
}

/** The favourites with this one, or without it. */
function withStar(all: readonly FavouriteView[], star: FavouriteView, favourite: boolean): readonly FavouriteView[] {
  const others = all.filter((each) => !isSame(each, star));
  return favourite ? [...others, star].sort((a, b) => (a.logGroup < b.logGroup ? -1 : 1)) : others;
}
