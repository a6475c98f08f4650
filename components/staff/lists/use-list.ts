"use client";

import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import { type ListQuery, type ListSpec, listAddress } from "#lib/staff/shared/list-query.ts";

/** Changes of what a list shows. Each one is a new address; the rows stay until the new ones have arrived. */
export interface ListNavigation {
  readonly pending: boolean;
  /** The filters as the person has just set them, also while their rows are loading. */
  readonly filters: ListQuery["filters"];
  /** The first page with another filter, search or order. */
  change(to: Partial<Pick<ListQuery, "search" | "filters" | "sort" | "descending">>): void;
  /** Another page of the same list. */
  turn(place: NonNullable<ListQuery["place"]> | null): void;
}

export function useList(spec: ListSpec, query: ListQuery): ListNavigation {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [filters, show] = useOptimistic(query.filters);
  // Another page begins at its top; a change of the filter leaves the field where it is.
  const go = (to: Omit<ListQuery, "ignored">, scroll: boolean) =>
    start(() => {
      show(to.filters);
      router.push(listAddress(spec, to), { scroll });
    });
  return {
    pending,
    filters,
    change: (to) => go({ ...query, filters, ...to, place: null }, false),
    turn: (place) => go({ ...query, place }, true),
  };
}
