import { createContext, useContext, useEffect, useMemo, useState } from "react";
import type { TableColumn } from "#components/query/results/table-columns.ts";

/** The columns that a link names, and those that are visible, for a link to copy. */
export interface LinkedColumns {
  /** Names in their order; empty for all. */
  readonly linked: readonly string[];
  /** Takes the names of the visible columns in their order; empty if they are those of the result. */
  tell(visible: readonly string[]): void;
}

/** One list, so that telling it again changes nothing. */
const AS_THEY_ARE: readonly string[] = [];
const NONE: LinkedColumns = { linked: [], tell: () => undefined };
export const LinkedColumnsContext = createContext(NONE);
/** A URL can hold this many; a result rarely has more than 50. */
const MOST_COLUMNS = 100;

/** The columns of the link with which the page was opened, and the visible ones of the result. */
export function useLinkedColumns(address: Readonly<Record<string, string>>) {
  const word = address["columns"];
  const linked = useMemo(() => columnsIn(word), [word]);
  const [visible, tell] = useState(AS_THEY_ARE);
  const context = useMemo<LinkedColumns>(() => ({ linked, tell }), [linked]);
  return { context, visible };
}

/** The names of columns in a URL; none if it is invalid. */
export function columnsIn(word: string | undefined): readonly string[] {
  try {
    const names: unknown = JSON.parse(word ?? "[]");
    return Array.isArray(names) ? [...new Set(names.filter((name) => typeof name === "string"))].slice(0, MOST_COLUMNS) : [];
  } catch {
    return [];
  }
}

/** Columns as a link has them: those that it names in its order, the others hidden. As they are if it names none of them. */
export function arrangedAs(linked: readonly string[], columns: readonly TableColumn[]): readonly TableColumn[] {
  const named = linked.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  if (named.length === 0) return columns;
  const others = columns.filter(({ name }) => !linked.includes(name));
  return [...named.map((column) => ({ ...column, hidden: false })), ...others.map((column) => ({ ...column, hidden: true }))];
}

/** The columns that the link names, for the table of a result. */
export function useColumnsOfLink(): readonly string[] {
  return useContext(LinkedColumnsContext).linked;
}

/**
 * Tells the page which columns of the result are visible.
 * @param columns as the person arranged them
 * @param all as the result has them
 */
export function useTellColumns(columns: readonly TableColumn[], all: readonly TableColumn[]): void {
  const { tell } = useContext(LinkedColumnsContext);
  useEffect(() => {
    const names = (of: readonly TableColumn[]) => of.filter(({ hidden }) => !hidden).map(({ name }) => name);
    const visible = names(columns);
    tell(JSON.stringify(visible) === JSON.stringify(names(all)) ? AS_THEY_ARE : visible);
  }, [columns, all, tell]);
}
