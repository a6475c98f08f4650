"use client";

import PropertyFilter, { type PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import { useRef, useState } from "react";
import messages from "#components/theme/messages/property-filter.json";
import { PortalMessages } from "#components/theme/portal-messages.tsx";
import { attempt } from "#components/ui/attempt.ts";
import type { Action } from "#kernel/action.ts";
import type { ListQuery } from "#lib/lists/shared/list-query.ts";
import type { ListView } from "#lib/staff/shared/list-view.ts";
import { queryOfTokens, tokensOf } from "./filter-tokens.ts";

export type FindCustomers = Action<
  { text: string },
  readonly { readonly id: string; readonly name: string; readonly connections: number }[]
>;

/** A property that the field can filter by and that has no facet. */
interface FilterProperty {
  readonly key: string;
  readonly label: string;
  readonly groupLabel: string;
  /** Its values; empty for `customer`, whose values are searched. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

interface ListFilterProps {
  readonly view: Pick<ListView<unknown>, "query" | "facets" | "names">;
  readonly properties: readonly FilterProperty[];
  readonly label: string;
  readonly placeholder: string;
  readonly findCustomers?: FindCustomers;
  onChange(to: Pick<ListQuery, "search" | "filters">): void;
}

/** The field for filters and searches. Customers are found as they are typed, so the page need not have all of them. */
export function ListFilter({ view, properties, label, placeholder, findCustomers, onChange }: ListFilterProps) {
  const customers = useCustomers(findCustomers);
  const all = [
    // Values that are searched are found below, with those that were chosen.
    ...view.facets.map(({ id, label: name, options, isSearched }) => ({
      key: id,
      label: name,
      groupLabel: `${name} values`,
      options: isSearched ? [] : options,
    })),
    ...properties,
  ];
  const named = Object.entries(view.names).flatMap(([propertyKey, names]) =>
    Object.entries(names).map(([value, name]) => ({ propertyKey, value, label: name })),
  );
  const found = customers.found.map(({ id, name }) => ({ propertyKey: "customer", value: id, label: name }));
  const options = [
    ...all.flatMap(({ key, options: values }) => values.map(({ value, label: name }) => ({ propertyKey: key, value, label: name }))),
    ...found,
    ...named.filter(({ value }) => !found.some((each) => each.value === value)),
  ];
  return (
    <PortalMessages messages={messages}>
      <PropertyFilter
        query={tokensOf(view.query)}
        hideOperations
        filteringProperties={all.map(({ key, label: propertyLabel, groupLabel: groupValuesLabel }) => ({
          key,
          propertyLabel,
          groupValuesLabel,
          operators: [{ operator: "=", tokenType: "enum" as const, format: (value: unknown) => labelsOf(options, key, value) }],
        }))}
        filteringOptions={options}
        filteringAriaLabel={label}
        filteringPlaceholder={placeholder}
        filteringEmpty="No suggestions. Press Enter to search."
        filteringStatusType={customers.status}
        filteringLoadingText="Loading customers…"
        filteringErrorText="Customers can’t be loaded."
        filteringRecoveryText="Retry"
        onLoadItems={customers.load}
        freeTextFiltering={{ operators: [":"], defaultOperator: ":" }}
        i18nStrings={STRINGS}
        onChange={({ detail }) => onChange(queryOfTokens(detail))}
      />
    </PortalMessages>
  );
}

/** The values of a token in words: "Quarantined, Draft". */
function labelsOf(options: readonly { propertyKey: string; value: string; label: string }[], key: string, value: unknown): string {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((each) => options.find((one) => one.propertyKey === key && one.value === each)?.label ?? String(each)).join(", ");
}

const STRINGS: PropertyFilterProps.I18nStrings = {
  groupValuesText: "Values",
  groupPropertiesText: "Filter by",
  operatorsText: "Operators",
  operatorEqualsText: "Is one of",
  operatorContainsText: "Search",
  allPropertiesLabel: "Search",
  enteredTextLabel: (text) => `Search for “${text}”`,
  // The text of a search has no property; its operator would be read as "contains".
  formatToken: ({ propertyLabel, value }) => `${propertyLabel}: ${value}`,
};

function useCustomers(find: FindCustomers | undefined) {
  const [found, setFound] = useState<readonly { readonly id: string; readonly name: string }[]>([]);
  const [status, setStatus] = useState<PropertyFilterProps.StatusType>("finished");
  const newest = useRef(0);
  const load: PropertyFilterProps["onLoadItems"] = async ({ detail }) => {
    if (find === undefined || detail.filteringProperty?.key !== "customer") {
      setStatus("finished");
      return;
    }
    newest.current += 1;
    const call = newest.current;
    setStatus("loading");
    const result = await attempt(() => find({ text: detail.filteringText }));
    // An earlier call may answer after a later one.
    if (call !== newest.current) return;
    if (result.ok) setFound(result.value);
    setStatus(result.ok ? "finished" : "error");
  };
  return { found, status, load };
}
