// biome-ignore-all lint/a11y/useSemanticElements: virtua puts elements of its own between the table and its rows, where no <tr> may stand
// biome-ignore-all lint/a11y/useFocusableInteractive: the button in each row and head takes the focus
"use client";

import { type KeyboardEvent, memo, type PointerEvent, type RefObject, useDeferredValue, useMemo, useRef } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { highlightTerms } from "#components/logs/events/find/highlight-terms.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import type { QueryTable } from "#components/query/chart/chart-of-result.ts";
import { longNumber } from "#components/query/chart/scale.ts";
import styles from "./table.module.css";
import { NARROWEST, type TableColumn, type TableSort } from "./table-columns.ts";

interface ResultsTableProps {
  readonly table: QueryTable;
  /** The numbers of the rows, in the order to show them. */
  readonly order: readonly number[];
  readonly columns: readonly TableColumn[];
  readonly sort: TableSort | null;
  readonly found: string;
  readonly busy: boolean;
  /** The columns of aggregates, whose numbers get bars. */
  readonly bars: readonly string[];
  readonly list: RefObject<VirtualizerHandle | null>;
  readonly active: number;
  readonly open: ReadonlySet<number>;
  readonly onSort: (column: string) => void;
  readonly onWidth: (column: string, width: number) => void;
  readonly onActive: (row: number) => void;
  readonly onToggle: (row: number) => void;
  readonly details: (row: number) => React.ReactNode;
}

const ROW_HEIGHT = 25;
/** Of the head, which stays at the top of the scrolled box. */
const HEAD_HEIGHT = 33;
/** Of the button that opens the details, and of the mark of errors beside it. */
const TOGGLE_WIDTH = 27;
/** Pixels beyond the visible area that are rendered, so that scrolling shows no gaps. */
const BEYOND = 400;
/** Characters of a value that are rendered in a cell; the details have all. */
const MOST_RENDERED = 400;

/** The rows of a result. Virtualized: only visible rows are in the page, so that a hundred thousand rows scroll smoothly. */
export const ResultsTable = memo(function ResultsTable(props: ResultsTableProps) {
  const { table, order, sort, busy, list, active, open, onSort, onWidth, onActive, onToggle, details, found, bars } = props;
  const columns = useMemo(() => props.columns.filter(({ hidden }) => !hidden), [props.columns]);
  const scroller = useRef<HTMLDivElement>(null);
  const width = columns.reduce((sum, column) => sum + column.width, TOGGLE_WIDTH);
  const template = `24px ${columns.map(({ width }) => `${width}px`).join(" ")} minmax(0, 1fr)`;
  const most = useMemo(
    () =>
      largestOf(
        table,
        columns.filter(({ name }) => bars.includes(name)),
      ),
    [table, columns, bars],
  );
  const beyond = useDeferredValue(order.length > 0) ? BEYOND : 0;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 20,
      PageUp: -20,
      Home: -order.length,
      End: order.length,
    };
    const step = by[event.key];
    if (step === undefined || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    const to = Math.min(order.length - 1, Math.max(0, active + step));
    onActive(to);
    list.current?.scrollToIndex(to, { align: "nearest" });
    // The row may be rendered only after the scroll.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-row="${to}"]`)?.focus({ preventScroll: true }));
  };
  return (
    <div className={styles["table"]} role="table" aria-label="Query results" aria-busy={busy} aria-rowcount={order.length + 1}>
      <div className={styles["scroll"]} ref={scroller}>
        <div role="rowgroup" className={styles["head"]} style={{ minInlineSize: width }}>
          <div role="row" style={{ gridTemplateColumns: template }} className={styles["row"]}>
            <span role="columnheader" className={styles["cell"]}>
              <span className={styles["hidden"]}>Details</span>
            </span>
            {columns.map((column) => (
              <Head key={column.name} column={column} sort={sort} onSort={onSort} onWidth={onWidth} />
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ minInlineSize: width }} onKeyDown={onKeyDown}>
          <Virtualizer
            ref={list}
            scrollRef={scroller}
            startMargin={HEAD_HEIGHT}
            data={order as number[]}
            itemSize={ROW_HEIGHT}
            bufferSize={beyond}
            keepMounted={[active]}
          >
            {(row, n) => (
              <Row
                key={row}
                {...{ columns, template, found, most, onToggle, details }}
                row={row}
                shown={n}
                values={table.rows[row] ?? NO_VALUES}
                open={open.has(row)}
                active={n === active}
              />
            )}
          </Virtualizer>
        </div>
      </div>
    </div>
  );
});

const NO_VALUES: readonly (string | null)[] = [];

/** The largest value of each column of numbers, by its place. */
function largestOf({ rows }: QueryTable, columns: readonly TableColumn[]): ReadonlyMap<number, number> {
  return new Map(
    columns
      .filter(({ numeric }) => numeric)
      .map(({ at }) => [at, rows.reduce((most, row) => Math.max(most, Number(row[at] ?? 0) || 0), 0)]),
  );
}

interface HeadProps {
  readonly column: TableColumn;
  readonly sort: TableSort | null;
  readonly onSort: (column: string) => void;
  readonly onWidth: (column: string, width: number) => void;
}

function Head({ column: { name, width, numeric }, sort, onSort, onWidth }: HeadProps) {
  const began = useRef<{ x: number; width: number } | null>(null);
  const sorted = sort?.column === name ? (sort.descending ? "descending" : "ascending") : "none";
  const drag = (event: PointerEvent<HTMLSpanElement>) => {
    if (began.current !== null) onWidth(name, Math.max(NARROWEST, Math.round(began.current.width + event.clientX - began.current.x)));
  };
  return (
    <span role="columnheader" aria-sort={sorted} className={`${styles["cell"]} ${numeric ? styles["number"] : ""}`}>
      <button type="button" onClick={() => onSort(name)}>
        {visibleText(name, true)}
        <span aria-hidden="true">{sorted === "none" ? "" : sorted === "ascending" ? " ↑" : " ↓"}</span>
      </button>
      <span
        className={styles["handle"]}
        aria-hidden="true"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          began.current = { x: event.clientX, width };
        }}
        onPointerMove={drag}
        onPointerUp={() => {
          began.current = null;
        }}
      />
    </span>
  );
}

interface RowProps {
  readonly columns: readonly TableColumn[];
  readonly template: string;
  readonly found: string;
  readonly most: ReadonlyMap<number, number>;
  readonly row: number;
  readonly shown: number;
  readonly values: readonly (string | null)[];
  readonly open: boolean;
  readonly active: boolean;
  readonly onToggle: (row: number) => void;
  readonly details: (row: number) => React.ReactNode;
}

const Row = memo(function Row({ columns, template, found, most, row, shown, values, open, active, onToggle, details }: RowProps) {
  return (
    <div className={`${styles["item"]} ${levelOf(columns, values)} ${active ? styles["active"] : ""} ${open ? styles["open"] : ""}`}>
      <div role="row" aria-rowindex={shown + 2} className={styles["row"]} style={{ gridTemplateColumns: template }}>
        <span role="cell" className={styles["cell"]}>
          <button
            type="button"
            className={styles["toggle"]}
            data-row={shown}
            tabIndex={active ? 0 : -1}
            aria-expanded={open}
            aria-label={`Details of row ${shown + 1}`}
            onClick={() => onToggle(row)}
          >
            {open ? "▾" : "▸"}
          </button>
        </span>
        {columns.map(({ name, at, numeric }) => {
          const value = values[at] ?? null;
          const largest = most.get(at) ?? 0;
          return (
            <span key={name} role="cell" className={`${styles["cell"]} ${numeric ? styles["number"] : ""}`}>
              {largest > 0 && value !== null && (
                <span
                  className={styles["bar"]}
                  style={{ inlineSize: `${Math.max(0, (100 * Number(value)) / largest)}%` }}
                  aria-hidden="true"
                />
              )}
              <span className={styles["value"]}>{value === null ? "" : <Found text={shownValue(value, numeric)} words={found} />}</span>
            </span>
          );
        })}
      </div>
      {open && (
        <div role="row" className={styles["details"]}>
          <div role="cell">{details(row)}</div>
        </div>
      )}
    </div>
  );
});

/** Digits are grouped, but only of what surely is a quantity: not of an account ID or a code with zeros in front. */
function shownValue(value: string, numeric: boolean): string {
  const quantity = numeric && /^-?(0|[1-9]\d{0,10})(\.\d+)?$/.test(value);
  return quantity ? longNumber(Number(value)) : visibleText(value.slice(0, MOST_RENDERED), true);
}

/** The class of a row whose field `level` says that it is an error or a warning. */
function levelOf(columns: readonly TableColumn[], values: readonly (string | null)[]): string {
  const at = columns.find(({ name }) => /^(@?level|severity)$/i.test(name))?.at;
  const level = (at === undefined ? "" : (values[at] ?? "")).toLowerCase();
  return /^(error|fatal|critical)$/.test(level) ? (styles["error"] ?? "") : /^warn(ing)?$/.test(level) ? (styles["warn"] ?? "") : "";
}

function Found({ text, words }: { readonly text: string; readonly words: string }) {
  if (words === "") return text;
  return highlightTerms(text, [words], "any-case").map((piece, n) => (piece.hit ? <mark key={n}>{piece.text}</mark> : piece.text));
}
