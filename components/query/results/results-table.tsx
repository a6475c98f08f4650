// biome-ignore-all lint/a11y/useSemanticElements: virtua puts elements of its own between the table and its rows, where no <tr> may stand
// biome-ignore-all lint/a11y/useFocusableInteractive: the button in each row and head takes the focus
"use client";

import { type KeyboardEvent, memo, type RefObject, useCallback, useDeferredValue, useMemo, useRef } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import type { Level } from "#components/logs/text/read-log-line.ts";
import type { QueryTable } from "#components/query/chart/chart-of-result.ts";
import { countText } from "#components/ui/count-text.ts";
import { ColumnHead, type HeadProps } from "./results-head.tsx";
import { ResultRow } from "./results-row.tsx";
import styles from "./table.module.css";
import type { TableColumn } from "./table-columns.ts";

interface ResultsTableProps extends Omit<HeadProps, "column"> {
  readonly table: QueryTable;
  /** The numbers of the rows, in the order to show them. */
  readonly order: readonly number[];
  readonly columns: readonly TableColumn[];
  /** The level of each row, in the order shown. */
  readonly levels: readonly (Level | null)[];
  readonly found: string;
  readonly busy: boolean;
  /** The columns of aggregates, whose numbers get bars. */
  readonly bars: readonly string[];
  readonly list: RefObject<VirtualizerHandle | null>;
  readonly box: RefObject<HTMLDivElement | null>;
  readonly active: number;
  readonly open: ReadonlySet<number>;
  /** Whether values are shown with all their lines. */
  readonly wrap: boolean;
  readonly onRowKey: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onToggle: (row: number) => void;
  readonly details: (row: number) => React.ReactNode;
}

const ROW_HEIGHT = 24;
/** Of the head, which stays at the top of the scrolled box. */
const HEAD_HEIGHT = 33;
/** Of the button that opens the details, and of the mark of errors beside it. */
const TOGGLE_WIDTH = 27;
/** Pixels beyond the visible area that are rendered, so that scrolling shows no gaps. */
const BEYOND = 400;

/** The rows of a result. Virtualized: only visible rows are in the page, so that a hundred thousand rows scroll smoothly. */
export const ResultsTable = memo(function ResultsTable(props: ResultsTableProps) {
  const { table, order, levels, sort, busy, list, box, active, open, wrap, found, bars } = props;
  const { onSort, onWidth, onMove, onRowKey, onToggle, details } = props;
  const columns = useMemo(() => props.columns.filter(({ hidden }) => !hidden), [props.columns]);
  const scroller = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLSpanElement>(null);
  const width = columns.reduce((sum, column) => sum + leastWidth(column, wrap), TOGGLE_WIDTH);
  const template = useMemo(() => templateOf(columns, wrap), [columns, wrap]);
  const largestOf = useMemo(() => largestValues(table, columns, bars), [table, columns, bars]);
  const groups = useMemo(() => groupColumns(columns, bars), [columns, bars]);
  const beyond = useDeferredValue(order.length > 0) ? BEYOND : 0;
  // Written without rendering, because it changes with each frame of a scroll.
  const onScroll = useCallback(
    (offset: number) => {
      const now = list.current;
      if (now === null || place.current === null) return;
      const first = now.findItemIndex(offset) + 1;
      const last = Math.min(order.length, now.findItemIndex(offset + now.viewportSize - HEAD_HEIGHT) + 1);
      place.current.textContent = `Rows ${first.toLocaleString("en")} to ${last.toLocaleString("en")} of ${order.length.toLocaleString("en")}`;
    },
    [list, order.length],
  );
  return (
    <div className={styles["frame"]} ref={box}>
      <div
        className={`${styles["table"]} ${wrap ? styles["wrapped"] : ""}`}
        role="table"
        aria-label="Query results"
        aria-busy={busy}
        aria-rowcount={order.length + 1}
        tabIndex={-1}
        onKeyDown={onRowKey}
      >
        <div className={styles["scroll"]} ref={scroller}>
          <div role="rowgroup" className={styles["head"]} style={{ minInlineSize: width }}>
            <div role="row" style={{ gridTemplateColumns: template }} className={styles["row"]}>
              <span role="columnheader" className={styles["cell"]}>
                <span className={styles["hidden"]}>Details</span>
              </span>
              {columns.map((column) => (
                <ColumnHead key={column.name} {...{ column, sort, onSort, onWidth, onMove }} />
              ))}
            </div>
          </div>
          <div role="rowgroup" style={{ minInlineSize: width }}>
            <Virtualizer
              ref={list}
              scrollRef={scroller}
              startMargin={HEAD_HEIGHT}
              data={order as number[]}
              itemSize={ROW_HEIGHT}
              bufferSize={beyond}
              keepMounted={[active]}
              onScroll={onScroll}
            >
              {(row, n) => (
                <ResultRow
                  key={row}
                  {...{ columns, template, found, largestOf, groups, wrap, onToggle, details }}
                  row={row}
                  shown={n}
                  level={levels[n] ?? null}
                  values={table.rows[row] ?? NO_VALUES}
                  open={open.has(row)}
                  active={n === active}
                />
              )}
            </Virtualizer>
          </div>
        </div>
      </div>
      <p className={styles["foot"]}>
        <span ref={place}>{countText(order.length, "row")}</span>
        <span className={styles["keys"]}>↑ ↓ move · Enter opens · C copies the row · W wraps lines</span>
      </p>
    </div>
  );
});

const NO_VALUES: readonly (string | null)[] = [];

/** Pixels to which a wide column shrinks where its values are shown with all their lines, so that they fit beside each other. */
const NARROWED = 240;
const leastWidth = ({ width }: TableColumn, wrap: boolean): number => (wrap ? Math.min(width, NARROWED) : width);

/**
 * The last column takes the space that is left, unless it has numbers, which would be far from the others. Where lines are wrapped, wide
 * columns share it.
 */
function templateOf(columns: readonly TableColumn[], wrap: boolean): string {
  const last = columns.at(-1);
  const fills = last !== undefined && !last.numeric;
  const widths = columns.map((column) => {
    const least = leastWidth(column, wrap);
    return (fills && column === last) || least < column.width ? `minmax(${least}px, ${column.width}fr)` : `${least}px`;
  });
  return `24px ${widths.join(" ")}${fills ? "" : " minmax(0, 1fr)"}`;
}

/** The columns of a query that aggregates which are no aggregates: they name the group of a row. */
function groupColumns(columns: readonly TableColumn[], aggregates: readonly string[]): ReadonlySet<number> {
  return new Set(aggregates.length === 0 ? [] : columns.filter(({ name }) => !aggregates.includes(name)).map(({ at }) => at));
}

/** The largest value of each of the named columns that has numbers, by its place. */
function largestValues({ rows }: QueryTable, columns: readonly TableColumn[], names: readonly string[]): ReadonlyMap<number, number> {
  return new Map(
    columns
      .filter(({ name, numeric }) => numeric && names.includes(name))
      .map(({ at }) => [at, rows.reduce((most, row) => Math.max(most, Number(row[at] ?? 0) || 0), 0)]),
  );
}
