import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import { useRowKeys } from "#components/logs/events/use-row-keys.ts";
import { useDisplaySettings } from "#components/logs/use-display-settings.ts";
import { arrangedAs, useColumnsOfLink, useTellColumns } from "#components/query/links/linked-columns.ts";
import type { QueryResult } from "#components/query/run/query-run-state.ts";
import { resultText } from "#components/query/toolbar/result-files.ts";
import { useMediaQuery } from "#components/ui/use-media-query.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import { type Memory, rememberColumns, rememberedColumns } from "./column-memory.ts";
import { levelsOf } from "./row-levels.ts";
import { columnsOf, findRows, keptColumns, movedColumn, sortedRows, type TableColumn, type TableSort } from "./table-columns.ts";

/** Even to name the storage can fail where the browser blocks it. */
const BROWSER: Memory = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, value) => localStorage.setItem(key, value),
};

/** How a person looks at the rows: columns, order, what they search for, and which rows are open. */
export function useTableView({ table, asked }: QueryResult) {
  const [arranged, setArranged] = useState<readonly TableColumn[]>([]);
  const [sort, setSort] = useState<TableSort | null>(null);
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState("");
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  // The setting of the log page, so that a person sets it once.
  const [{ wrap }, setSettings] = useDisplaySettings();
  const list = useRef<VirtualizerHandle>(null);
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const linked = useColumnsOfLink();
  const narrow = useMediaQuery("(max-width: 760px)");
  const all = useMemo(() => columnsOf(table, narrow), [table, narrow]);
  // The columns of a link win over those that the browser remembers.
  const first = useMemo(() => (linked.length === 0 ? rememberedColumns(BROWSER, all) : arrangedAs(linked, all)), [linked, all]);
  const columns = useMemo(() => keptColumns(arranged, first), [arranged, first]);
  useTellColumns(columns, all);
  useEffect(() => {
    // At once, although a drag changes it with each movement: a page that is loaded again has what the person saw.
    if (arranged.length > 0) rememberColumns(BROWSER, arranged);
  }, [arranged]);
  const order = useMemo(() => sortedRows(table, columns, sort), [table, columns, sort]);
  const levels = useMemo(() => levelsOf(table, order), [table, order]);
  // Finding in many rows takes longer than a key press may wait.
  const words = useDeferredValue(typed);
  const hits = useMemo(() => findRows(table, order, columns, words), [table, order, columns, words]);
  const copyRow = useStableCallback(() => {
    const row = order[active];
    if (row === undefined) return;
    const text = resultText({ columns: table.columns, rows: [table.rows[row] ?? []] }, "ndjson").trimEnd();
    void copied(text, `Row ${active + 1} copied`).then(setSaid);
  });
  const onWrap = useStableCallback(() => setSettings({ wrap: !wrap }));
  const others = { c: copyRow, f: () => field.current?.focus(), w: onWrap };
  const { active, onKeyDown: onRowKey, go } = useRowKeys({ list, box, count: order.length, resetKey: asked, levels, others });
  const [shown, setShown] = useState(asked);
  // Another query's rows have other numbers.
  if (shown !== asked) {
    setShown(asked);
    setOpen(new Set());
    setSort(null);
    setSaid("");
  }
  const onToggle = useStableCallback((row: number) => {
    const next = new Set(open);
    if (!next.delete(row)) next.add(row);
    setOpen(next);
    go(order.indexOf(row), false);
  });
  /** Enter goes to the next row that was found, with Shift to the one before. */
  const onFindKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const row = event.shiftKey ? (hits.findLast((each) => each < active) ?? hits.at(-1)) : (hits.find((each) => each > active) ?? hits[0]);
    if (row === undefined) return;
    go(row, false);
    list.current?.scrollToIndex(row, { align: "center" });
  };
  const onSort = useStableCallback((column: string) => setSort(nextSort(sort, column)));
  const onMove = useStableCallback((column: string, by: -1 | 1) => setArranged(movedColumn(columns, column, by)));
  const onWidth = useStableCallback((name: string, width: number) =>
    setArranged(columns.map((each) => (each.name === name ? { ...each, width } : each))),
  );
  const rows = { list, box, columns, order, levels, sort, active, open, wrap, onSort, onWidth, onMove, onRowKey, onToggle };
  return { rows, columns, setArranged, onWrap, said, find: { field, typed, words, hits: hits.length, onType: setTyped, onKey: onFindKey } };
}

/** Copies a text; returns what to say about it. */
const copied = (text: string, done: string): Promise<string> =>
  navigator.clipboard.writeText(text).then(
    () => done,
    () => "Your browser blocked copying. Download the rows instead.",
  );

/** A header sorts ascending, then descending, then not at all. */
function nextSort(sort: TableSort | null, column: string): TableSort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}
