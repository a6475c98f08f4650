import type { QueryTable } from "#components/query/chart/chart-of-result.ts";

/** Whether the rows of a result beyond those on the page are loaded. A cursor is valid for an hour. */
export type MoreRows =
  /** All rows are on the page, or AWS has not said yet that there are more. */
  | { readonly kind: "none" }
  /** The next page is being loaded. */
  | { readonly kind: "loading"; readonly cursor: string }
  /** The person stopped loading, or ran another query. */
  | { readonly kind: "paused"; readonly cursor: string }
  /** The next page could not be loaded. */
  | { readonly kind: "cut"; readonly cursor: string; readonly message: string }
  /** More rows would need too much memory. */
  | { readonly kind: "full" };

export const NO_MORE: MoreRows = { kind: "none" };

/** A page of rows after the first one. Its columns are those that its own rows have. */
export interface RowsPage extends QueryTable {
  readonly cursor: string | null;
}

/** Characters of all values. Most are stored as one byte each, so the rows of a result need up to about 150 MB. */
export const MOST_CHARACTERS = 100_000_000;

/** What follows after rows with so many characters. */
export function moreAfter(cursor: string | null, characters: number): MoreRows {
  if (cursor === null) return NO_MORE;
  return characters >= MOST_CHARACTERS ? { kind: "full" } : { kind: "loading", cursor };
}

/**
 * The rows of a table and of the next page. AWS leaves out fields that a row doesn't have, so a page can lack columns or have new
 * ones, which come last: then the rows before are shorter than the columns.
 */
export function appendedRows(table: QueryTable, page: QueryTable): QueryTable {
  if (page.rows.length === 0) return table;
  const columns = [...new Set([...table.columns, ...page.columns])];
  const places = columns.map((name) => page.columns.indexOf(name));
  const isSame = places.every((place, at) => place === at);
  const rows = isSame ? page.rows : page.rows.map((row) => places.map((place) => row[place] ?? null));
  return { columns, rows: table.rows.concat(rows) };
}

/** Characters of all values of these rows. */
export function charactersOf(rows: QueryTable["rows"]): number {
  return rows.reduce((sum, row) => row.reduce((all, value) => all + (value?.length ?? 0), sum), 0);
}
