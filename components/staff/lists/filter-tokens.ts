import type { PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import type { ListQuery } from "#lib/lists/shared/list-query.ts";

type Tokens = Pick<PropertyFilterProps.Query, "tokens">;

/** The tokens of the filter field for a query: one for each filter with all its values, and one for the text of a search. */
export function tokensOf({ search, filters }: Pick<ListQuery, "search" | "filters">): PropertyFilterProps.Query {
  const chosen = Object.entries(filters).map(([propertyKey, values]) => ({ propertyKey, operator: "=", value: [...values] }));
  return { operation: "and", tokens: [...chosen, ...(search === "" ? [] : [{ operator: ":", value: search }])] };
}

/** A value of a filter whose words a person has searched for, such as the event "Customer suspended" for "suspend". */
interface NamedFilter {
  readonly key: string;
  readonly value: string;
  /** Such as "Event: Customer suspended". */
  readonly label: string;
}

interface FilterWords {
  readonly key: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

const SHORTEST = 3;
const MOST_NAMED = 6;

/** The filters whose words contain the text of a search that found nothing. At most six, and none for a text of one or two characters. */
export function filtersNamed(search: string, properties: readonly FilterWords[]): readonly NamedFilter[] {
  const text = search.trim().toLowerCase();
  if (text.length < SHORTEST) return [];
  return properties
    .flatMap(({ key, label: name, options }) => options.map(({ value, label }) => ({ key, value, label: `${name}: ${label}` })))
    .filter(({ label }) => label.toLowerCase().includes(text))
    .slice(0, MOST_NAMED);
}

/** The filters and the search of the tokens. Values of one filter are joined; of several texts the last one is the search. */
export function queryOfTokens({ tokens }: Tokens): Pick<ListQuery, "search" | "filters"> {
  const filters: Record<string, string[]> = {};
  let search = "";
  for (const { propertyKey, value } of tokens) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    const texts = values.filter((each) => typeof each === "string" && each !== "") as string[];
    if (propertyKey === undefined) search = texts.at(-1) ?? search;
    else filters[propertyKey] = [...new Set([...(filters[propertyKey] ?? []), ...texts])];
  }
  return { search, filters: Object.fromEntries(Object.entries(filters).filter(([, values]) => values.length > 0)) };
}
