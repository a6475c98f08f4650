import type { Failure } from "#kernel/result.ts";

/** What a list can be filtered and sorted by. It defines the names and values in its address. */
export interface ListSpec {
  readonly path: string;
  /** The values of each filter, or a pattern if there are too many to list. */
  readonly filters: Readonly<Record<string, readonly string[] | RegExp>>;
  /** The first is the default. */
  readonly sorts: readonly string[];
  /** The columns that a person can hide, in the order of the table. */
  readonly columns?: readonly string[];
  /** Those of them that are shown only to a person who chose them. */
  readonly hidden?: readonly string[];
}

/** The columns that a list shows unless a person chose others. */
export const defaultColumns = ({ columns = [], hidden = [] }: ListSpec): readonly string[] =>
  columns.filter((column) => !hidden.includes(column));

/** What a person asked a list for. All of it is in the address, so that it can be shared and the browser's Back works. */
export interface ListQuery {
  readonly search: string;
  readonly filters: Readonly<Record<string, readonly string[]>>;
  readonly sort: string;
  readonly descending: boolean;
  /** Where the page starts: a cursor that the server made. */
  readonly place: { readonly after: string } | { readonly before: string } | null;
  /** The columns that are shown besides those that nobody can hide; null for those of the list itself. */
  readonly columns: readonly string[] | null;
  /** The saved view that the list was opened with, also after its filters were changed. */
  readonly view: string | null;
  /** Why an export of this list was refused; null if none was. Not kept in other addresses. */
  readonly notExported: string | null;
  /** Parts of the address that this version does not know, such as `status=lost`. They are named on the page and have no effect. */
  readonly ignored: readonly string[];
}

/** The longest text of a search, in characters: longer than any ID and than an email address usually is. */
export const LONGEST_SEARCH = 200;
const MOST_VALUES = 50;
/** The part of an address that says why an export was refused. */
export const NOT_EXPORTED = "refused";
/** `action` is what the command palette starts on the page of the list. */
const OWN = ["q", "sort", "order", "after", "before", "columns", "view", NOT_EXPORTED, "action"];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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
  const columns = readColumns(spec, one("columns"), ignored);
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
    columns,
    view: UUID.test(one("view")) ? one("view") : null,
    notExported: explainRefusal(one(NOT_EXPORTED)),
    ignored: ignored.slice(0, 10),
  };
}

/** `none` is a list of which everything that can be hidden is hidden. */
function readColumns(spec: ListSpec, text: string, ignored: string[]): readonly string[] | null {
  if (text === "") return null;
  const all = spec.columns ?? [];
  const named = text === "none" ? [] : text.split(",").filter(Boolean).slice(0, MOST_VALUES);
  ignored.push(...named.filter((column) => !all.includes(column)).map((column) => `columns=${column.slice(0, 40)}`));
  const shown = all.filter((column) => named.includes(column));
  const isDefault = shown.join() === defaultColumns(spec).join();
  return isDefault || (shown.length === 0 && text !== "none") ? null : shown;
}

/** A query to make an address of. */
type ToAddress = Omit<ListQuery, "ignored" | "notExported" | "columns" | "view"> & Partial<Pick<ListQuery, "columns" | "view">>;

/** The parameters of the address of a list, without defaults. */
export function listParams(spec: ListSpec, query: ToAddress): URLSearchParams {
  const params = new URLSearchParams();
  if (query.search !== "") params.set("q", query.search);
  for (const name of Object.keys(spec.filters)) {
    const values = query.filters[name] ?? [];
    if (values.length > 0) params.set(name, values.join(","));
  }
  if (query.sort !== spec.sorts[0]) params.set("sort", query.sort);
  if (query.descending) params.set("order", "desc");
  if (query.columns != null) params.set("columns", query.columns.length === 0 ? "none" : query.columns.join(","));
  if (query.view != null) params.set("view", query.view);
  if (query.place !== null) params.set(...(Object.entries(query.place)[0] as [string, string]));
  return params;
}

/** The address of a list. */
export function listAddress(spec: ListSpec, query: ToAddress): string {
  const params = String(listParams(spec, query));
  return params === "" ? spec.path : `${spec.path}?${params}`;
}

/** The address of a list with these filters and nothing else: what the figures of the overview link to. */
export function filteredAddress(spec: ListSpec, filters: ListQuery["filters"]): string {
  return listAddress(spec, { search: "", filters, sort: spec.sorts[0] ?? "", descending: false, place: null });
}

/** Why an export was refused, as a part of an address: the code of the failure, and the seconds to wait if they are known. */
export function notExported({ code, retryAfterSeconds }: Pick<Failure, "code" | "retryAfterSeconds">): string {
  return retryAfterSeconds === undefined ? code : `${code}-${retryAfterSeconds}`;
}

/** The same as a sentence. It is made here and not taken from the address, so that a link can't put words on the page. */
function explainRefusal(text: string): string | null {
  const [matched, code, seconds] = /^([a-z-]{1,20}?)(?:-([0-9]{1,4}))?$/.exec(text) ?? [];
  if (matched === undefined) return null;
  switch (code) {
    case "limited":
      return seconds === undefined
        ? "The export was not started: the limit of exports at the same time is reached (2 for you, 10 for all staff). Try again when one has finished."
        : `The export was not started: too many requests. Try again in ${seconds} seconds.`;
    case "not-allowed":
      return "The export was not started: your role doesn’t allow it. Ask an admin.";
    default:
      return "The export was not started. Try again in a moment.";
  }
}
