"use client";

import { type ComponentType, createElement, lazy, Suspense } from "react";

/** A component whose code loads when it is shown. */
function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Loaded = lazy(async () => ({ default: await load() }));
  return (props) => <Suspense>{createElement(Loaded as ComponentType<Props>, props)}</Suspense>;
}

// Parts of the log page that the first rows of a search don't need.
export const NothingFound = later(() => import("./search/nothing-found.tsx").then((found) => found.NothingFound));
export const PatternsView = later(() => import("./analysis/patterns-view.tsx").then((found) => found.PatternsView));
export const SavedSearches = later(() => import("./saved/saved-searches.tsx").then((found) => found.SavedSearches));
export const TailBar = later(() => import("./tail/tail-bar.tsx").then((found) => found.TailBar));
