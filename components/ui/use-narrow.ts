"use client";

import { useCallback, useRef, useSyncExternalStore } from "react";

const NARROW = "(max-width: 688px)";

/** Whether the screen is too narrow for a table. False on the server; until hydration, CSS hides the table on narrow screens. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(NARROW);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(NARROW).matches,
    () => false,
  );
}

/** Returns a function with a stable identity that calls the latest `callback`, so that memoized children do not render again. */
export function useStableCallback<Args extends readonly unknown[], Answer>(newest: (...args: Args) => Answer): (...args: Args) => Answer {
  const kept = useRef(newest);
  kept.current = newest;
  return useCallback((...args: Args) => kept.current(...args), []);
}
