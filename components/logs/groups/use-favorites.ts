import { useRef, useState } from "react";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";
import type { FavoriteView } from "#lib/logs/shared/saved-searches-view.ts";

export type SetFavorite = Action<
  { connectionId: string; region: string; logGroup: string; favorite: boolean },
  { readonly favorite: boolean }
>;

export interface Favorites {
  readonly groups: readonly string[];
  readonly failure: Failure | null;
  dismiss(): void;
  toggle(group: string): void;
}

/** Changes since the page was loaded, because the browser's back button shows the page as it was loaded. */
const known = new Map<string, { readonly loaded: readonly FavoriteView[]; readonly all: readonly FavoriteView[] }>();

function changedSince(connectionId: string, loaded: readonly FavoriteView[]): readonly FavoriteView[] {
  const change = known.get(connectionId);
  return change !== undefined && JSON.stringify(change.loaded) === JSON.stringify(loaded) ? change.all : loaded;
}

/** A user's favorite log groups of a region. A click updates the star at once and reverts it if saving fails. */
export function useFavorites(connectionId: string, region: string, loaded: readonly FavoriteView[], set: SetFavorite): Favorites {
  const [all, setAll] = useState(() => changedSince(connectionId, loaded));
  /** The latest favorites, possibly not rendered yet, which the next change is applied to. */
  const latest = useRef(all);
  const [failure, setFailure] = useState<Failure | null>(null);
  const groups = all.filter((each) => each.region === region).map(({ logGroup }) => logGroup);
  const toggle = async (logGroup: string) => {
    const star = { region, logGroup };
    const favorite = !latest.current.some((each) => isSame(each, star));
    const change = (to: boolean) => {
      latest.current = withStar(latest.current, star, to);
      setAll(latest.current);
    };
    change(favorite);
    setFailure(null);
    const answer = await set({ connectionId, region, logGroup, favorite: favorite });
    if (!answer.ok) {
      change(!favorite);
      setFailure(answer);
    }
    known.set(connectionId, { loaded, all: latest.current });
  };
  return { groups, failure, dismiss: () => setFailure(null), toggle: (group) => void toggle(group) };
}

function isSame(a: FavoriteView, b: FavoriteView): boolean {
  return a.region === b.region && a.logGroup === b.logGroup;
}

/** The favorites with this one added or removed. */
function withStar(all: readonly FavoriteView[], star: FavoriteView, favorite: boolean): readonly FavoriteView[] {
  const others = all.filter((each) => !isSame(each, star));
  return favorite ? [...others, star].sort((a, b) => (a.logGroup < b.logGroup ? -1 : 1)) : others;
}
