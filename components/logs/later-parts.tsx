"use client";

import { lazy, Suspense } from "react";
import type { PatternsViewProps } from "./analysis/patterns-view.tsx";
import type { NothingFoundProps } from "./search/nothing-found.tsx";
import type { TailBarProps } from "./tail/tail-bar.tsx";

// Parts of the log page that the first rows of a search don't need. Their code loads when they are shown.
const LazyNothingFound = lazy(() => import("./search/nothing-found.tsx").then((found) => ({ default: found.NothingFound })));
const LazyPatternsView = lazy(() => import("./analysis/patterns-view.tsx").then((found) => ({ default: found.PatternsView })));
const LazyTailBar = lazy(() => import("./tail/tail-bar.tsx").then((found) => ({ default: found.TailBar })));

export function NothingFound(props: NothingFoundProps) {
  return (
    <Suspense>
      <LazyNothingFound {...props} />
    </Suspense>
  );
}

export function PatternsView(props: PatternsViewProps) {
  return (
    <Suspense>
      <LazyPatternsView {...props} />
    </Suspense>
  );
}

export function TailBar(props: TailBarProps) {
  return (
    <Suspense>
      <LazyTailBar {...props} />
    </Suspense>
  );
}
