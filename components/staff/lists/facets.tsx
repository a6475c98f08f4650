"use client";

import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import type { ListQuery } from "#lib/lists/shared/list-query.ts";
import type { FacetView } from "#lib/staff/shared/list-view.ts";
import { type FacetProps, FacetValue } from "./facet-value.tsx";
import type { FindCustomers } from "./list-filter.tsx";
import styles from "./lists.module.css";
import { SearchedFacet } from "./searched-facet.tsx";

/** The values of each filter with their numbers, to be combined with a click. */
export function Facets(props: {
  readonly facets: readonly FacetView[];
  readonly filters: ListQuery["filters"];
  readonly findCustomers?: FindCustomers;
  onChange(filters: ListQuery["filters"]): void;
}) {
  const { facets, filters, onChange } = props;
  const toggle = (facet: string, value: string, isChosen: boolean) => {
    const others = (filters[facet] ?? []).filter((each) => each !== value);
    const values = isChosen ? [...others, value] : others;
    const { [facet]: _, ...rest } = filters;
    onChange(values.length === 0 ? rest : { ...rest, [facet]: values });
  };
  return (
    <div className={styles["facets"]}>
      {facets
        .filter(({ options, isSearched }) => options.length > 0 || isSearched === true)
        .map((facet) => {
          const values = {
            facet,
            chosen: filters[facet.id] ?? [],
            onToggle: (value: string, isOn: boolean) => toggle(facet.id, value, isOn),
          };
          return facet.isSearched !== true ? (
            <Facet key={facet.id} {...values} />
          ) : props.findCustomers === undefined ? null : (
            <SearchedFacet key={facet.id} {...values} find={props.findCustomers} />
          );
        })}
    </div>
  );
}

/** More values than this are hidden until a person asks for them; chosen ones are always shown. */
const MOST_SHOWN = 8;

function Facet({ facet, chosen, onToggle }: FacetProps) {
  const [all, showAll] = useState(false);
  const { label, options } = facet;
  const isLong = options.length > MOST_SHOWN + 1;
  const shown = all || !isLong ? options : options.filter(({ value }, n) => n < MOST_SHOWN || chosen.includes(value));
  return (
    <fieldset>
      <legend>{label}</legend>
      {shown.map((option) => (
        <FacetValue key={option.value} option={option} isChosen={chosen.includes(option.value)} onToggle={onToggle} />
      ))}
      {isLong ? (
        <Button variant="inline-link" ariaLabel={all ? `Show fewer: ${label}` : `Show all: ${label}`} onClick={() => showAll(!all)}>
          {all ? "Show fewer" : `Show ${options.length - shown.length} more`}
        </Button>
      ) : null}
    </fieldset>
  );
}
