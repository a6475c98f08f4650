/** What a list can be filtered and sorted by. It defines the names and values in its address. */
export interface ListSpec {
  readonly path: string;
  /** The values of each filter, or a pattern if there are too many to list. */
  readonly filters: Readonly<Record<string, readonly string[] | RegExp>>;
  /** The first is the default. */
  readonly sorts: readonly string[];
}

/** What a person asked a list for. All of it is in the address, so that it can be shared and the browser's Back works. */
export interface ListQuery {
  readonly search: string;
  readonly filters: Readonly<Record<string, readonly string[]>>;
  readonly sort: string;
  readonly descending: boolean;
  /** Where the page starts: a cursor that the server made. */
  readonly place: { readonly after: string } | { readonly before: string } | null;
  /** Parts of the address that this version does not know, such as `status=lost`. They are named on the page and have no effect. */
  readonly ignored: readonly string[];
}

/** The longest text of a search, in characters: longer than any ID and than an email address usually is. */
export const LONGEST_SEARCH = 200;
const MOST_VALUES = 50;
const OWN = ["q", "sort", "order", "after", "before"];

type Params = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads the address of a list. Nothing is refused: what is not known is ignored and named. */
export function readListQuery(spec: ListSpec, params: Params): ListQuery {
  const ignored: string[] = [];
  const one = (name: string) => {
    const value = params[name];
    return typeof value === "string" ? value : "";
  };
  const filters: Record<string, readonly string[]> = {};
  for (const [name, allowed] of Object.entries(spec.filters)) {
    const values = [...new Set(one(name).split(",").filter(Boolean))].slice(0, MOST_VALUES);
    const isAllowed = (value: string) => (allowed instanceof RegExp ? allowed.test(value) : allowed.includes(value));
    ignored.push(...values.filter((value) => !isAllowed(value)).map((value) => `${name}=${value.slice(0, 40)}`));
    const known = values.filter(isAllowed);
    if (known.length > 0) filters[name] = known;
  }
  const sort = one("sort");
  if (sort !== "" && !spec.sorts.includes(sort)) ignored.push(`sort=${sort.slice(0, 40)}`);
  ignored.push(
    ...Object.keys(params)
      .filter((name) => !OWN.includes(name) && spec.filters[name] === undefined)
      .map((name) => name.slice(0, 40)),
  );
  return {
    // Postgres has no text with a NUL character.
    search: one("q").replaceAll("\0", "").trim().slice(0, LONGEST_SEARCH),
    filters,
    sort: spec.sorts.includes(sort) ? sort : (spec.sorts[0] ?? ""),
    descending: one("order") === "desc",
    place: one("after") !== "" ? { after: one("after") } : one("before") !== "" ? { before: one("before") } : null,
    ignored: ignored.slice(0, 10),
  };
}

/** The parameters of the address of a list, without defaults. */
export function listParams(spec: ListSpec, query: Omit<ListQuery, "ignored">): URLSearchParams {
  const params = new URLSearchParams();
  if (query.search !== "") params.set("q", query.search);
  for (const name of Object.keys(spec.filters)) {
    const values = query.filters[name] ?? [];
    if (values.length > 0) params.set(name, values.join(","));
  }
  if (query.sort !== spec.sorts[0]) params.set("sort", query.sort);
  if (query.descending) params.set("order", "desc");
  if (query.place !== null) params.set(...(Object.entries(query.place)[0] as [string, string]));
  return params;
}

/** The address of a list. */
export function listAddress(spec: ListSpec, query: Omit<ListQuery, "ignored">): string {
  const params = String(listParams(spec, query));
  return params === "" ? spec.path : `${spec.path}?${params}`;
}

/** The address of a list with these filters and nothing else: what the figures of the overview link to. */
export function filteredAddress(spec: ListSpec, filters: ListQuery["filters"]): string {
  return listAddress(spec, { search: "", filters, sort: spec.sorts[0] ?? "", descending: false, place: null });
}
