"use client";

import Checkbox from "@cloudscape-design/components/checkbox";
import type { ListQuery } from "#lib/staff/shared/list-query.ts";
import type { FacetView } from "#lib/staff/shared/list-view.ts";
import styles from "./lists.module.css";

/** The values of each filter with their numbers, to be combined with a click. */
export function Facets(props: {
  readonly facets: readonly FacetView[];
  readonly filters: ListQuery["filters"];
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
        .filter(({ options }) => options.length > 0)
        .map(({ id, label, options }) => (
          <fieldset key={id}>
            <legend>{label}</legend>
            {options.map(({ value, label: name, count }) => (
              <div key={value} className={styles["facet"]}>
                <Checkbox
                  checked={filters[id]?.includes(value) ?? false}
                  onChange={({ detail }) => toggle(id, value, detail.checked)}
                  ariaLabel={count === null ? name : `${name}, ${count.toLocaleString("en")}`}
                >
                  {name}
                </Checkbox>
                {count === null ? null : (
                  <span aria-hidden="true" className={styles["number"]}>
                    {count.toLocaleString("en")}
                  </span>
                )}
              </div>
            ))}
          </fieldset>
        ))}
    </div>
  );
}
