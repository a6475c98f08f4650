"use client";

import { lazy, Suspense } from "react";
import type { SavedSearchesProps } from "./saved-searches.tsx";

const SavedSearches = lazy(() => import("./saved-searches.tsx").then((found) => ({ default: found.SavedSearches })));

/** The saved searches, whose code loads when they are opened. */
export function SavedSearchesSlot(props: SavedSearchesProps) {
  return (
    <Suspense>
      <SavedSearches {...props} />
    </Suspense>
  );
}
