import { type KeyboardEvent, useDeferredValue, useMemo, useRef, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import { arrangedAs, useColumnsOfLink, useTellColumns } from "#components/query/links/linked-columns.ts";
import type { QueryResult } from "#components/query/run/query-run-state.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import { columnsOf, findRows, keptColumns, sortedRows, type TableColumn, type TableSort } from "./table-columns.ts";

/** How a person looks at the rows: columns, order, what they search for, and which rows are open. */
export function useTableView({ table, asked }: QueryResult) {
  const [arranged, setArranged] = useState<readonly TableColumn[]>([]);
  const [sort, setSort] = useState<TableSort | null>(null);
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const list = useRef<VirtualizerHandle>(null);
  const linked = useColumnsOfLink();
  const all = useMemo(() => columnsOf(table), [table]);
  const columns = useMemo(() => keptColumns(arranged, arrangedAs(linked, all)), [arranged, linked, all]);
  useTellColumns(columns, all);
  const order = useMemo(() => sortedRows(table, columns, sort), [table, columns, sort]);
  // Finding in many rows takes longer than a key press may wait.
  const words = useDeferredValue(typed);
  const hits = useMemo(() => findRows(table, order, columns, words), [table, order, columns, words]);
  const [shown, setShown] = useState(asked);
  // Another query's rows have other numbers.
  if (shown !== asked) {
    setShown(asked);
    setOpen(new Set());
    setActive(0);
    setSort(null);
  }
  const onToggle = useStableCallback((row: number) => {
    const next = new Set(open);
    if (!next.delete(row)) next.add(row);
    setOpen(next);
    setActive(order.indexOf(row));
  });
  /** Enter goes to the next row that was found, with Shift to the one before. */
  const onFindKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const row = event.shiftKey ? (hits.findLast((each) => each < active) ?? hits.at(-1)) : (hits.find((each) => each > active) ?? hits[0]);
    if (row === undefined) return;
    setActive(row);
    list.current?.scrollToIndex(row, { align: "center" });
  };
  const onSort = useStableCallback((column: string) => setSort(nextSort(sort, column)));
  const onWidth = useStableCallback((name: string, width: number) =>
    setArranged(columns.map((each) => (each.name === name ? { ...each, width } : each))),
  );
  const rows = { list, columns, order, sort, active, open, onSort, onWidth, onToggle, onActive: setActive };
  return { rows, columns, setArranged, find: { typed, words, hits: hits.length, onType: setTyped, onKey: onFindKey } };
}

/** A header sorts ascending, then descending, then not at all. */
function nextSort(sort: TableSort | null, column: string): TableSort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}
