"use client";

import { useSyncExternalStore } from "react";

/** Whether the window matches a media query. False on the server and until hydration. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => window.matchMedia(query).matches,
    () => false,
  );
}

/** Whether the screen is too narrow for a table. Until hydration, CSS hides the table on narrow screens. */
export function useNarrow(): boolean {
  return useMediaQuery("(max-width: 688px)");
}
