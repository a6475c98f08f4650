"use client";

import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import { type ListQuery, type ListSpec, listAddress } from "#lib/lists/shared/list-query.ts";

/** Changes of what a list shows. Each one is a new address; the rows stay until the new ones have arrived. */
export interface ListNavigation {
  readonly pending: boolean;
  /** What the person has just asked for, also while its rows are loading. */
  readonly query: ListQuery;
  /** The first page with another filter, search or order. */
  change(to: Partial<Pick<ListQuery, "search" | "filters" | "sort" | "descending" | "columns">>): void;
  /** Another page of the same list. */
  turn(place: NonNullable<ListQuery["place"]> | null): void;
}

export function useList(spec: ListSpec, query: ListQuery): ListNavigation {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [shown, show] = useOptimistic(query);
  // Another page begins at its top; a change of the filter leaves the field where it is.
  const go = (to: ListQuery, scroll: boolean) =>
    start(() => {
      show(to);
      router.push(listAddress(spec, to), { scroll });
    });
  return {
    pending,
    query: shown,
    change: (to) => go({ ...shown, ...to, place: null }, false),
    turn: (place) => go({ ...shown, place }, true),
  };
}
