"use client";

import { useCallback, useRef, useSyncExternalStore } from "react";

const NARROW = "(max-width: 688px)";

/** Whether the screen is too narrow for a table. The server can't know and says no; CSS hides the table until we do. */
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

/** The same function for as long as the screen stands, which does what the newest one does: nothing is drawn anew for its sake. */
export function useStableCallback<Args extends readonly unknown[], Answer>(newest: (...args: Args) => Answer): (...args: Args) => Answer {
  const kept = useRef(newest);
  kept.current = newest;
  return useCallback((...args: Args) => kept.current(...args), []);
}
