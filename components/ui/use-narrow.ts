"use client";

import { useSyncExternalStore } from "react";

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
