// biome-ignore-all lint/a11y/useSemanticElements: virtua puts elements of its own between the table and its rows, where no <tr> may stand
// biome-ignore-all lint/a11y/useFocusableInteractive: the button in each row takes the focus
"use client";

import { memo, type ReactNode } from "react";
import { highlightTerms } from "#components/logs/events/find/highlight-terms.ts";
import type { Level } from "#components/logs/text/read-log-line.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { groupWord } from "#components/query/chart/group-names.ts";
import styles from "./table.module.css";
import { minuteText, quantityText, type TableColumn } from "./table-columns.ts";

/** Characters of a value that are rendered in a cell on one line, and in one with all its lines; the details have all. */
const MOST_RENDERED = 400;
const MOST_WRAPPED = 4000;

interface RowProps {
  readonly columns: readonly TableColumn[];
  readonly template: string;
  readonly found: string;
  /** The largest value of columns whose numbers get bars, by the place of the column. */
  readonly largestOf: ReadonlyMap<number, number>;
  /** The places of columns that name the group of a row: in these a missing and an empty value have a word. */
  readonly groups: ReadonlySet<number>;
  readonly row: number;
  readonly shown: number;
  readonly level: Level | null;
  readonly values: readonly (string | null)[];
  readonly open: boolean;
  readonly active: boolean;
  /** Whether values are shown with all their lines. */
  readonly wrap: boolean;
  readonly onToggle: (row: number) => void;
  readonly details: (row: number) => ReactNode;
}

/** One row on one line, or with the lines of its values; expanded, its details below. Values are rendered only as text. */
export const ResultRow = memo(function ResultRow({
  columns,
  template,
  found,
  largestOf,
  groups,
  row,
  shown,
  level,
  values,
  open,
  active,
  wrap,
  onToggle,
  details,
}: RowProps) {
  return (
    <div
      className={`${styles["item"]} ${level === "error" || level === "warn" ? styles[level] : ""} ${active ? styles["active"] : ""} ${open ? styles["open"] : ""}`}
    >
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
        {columns.map(({ name, at, numeric, width, minutes }, n) => {
          const value = values[at] ?? null;
          const largest = largestOf.get(at) ?? 0;
          const most = wrap ? MOST_WRAPPED : n === columns.length - 1 ? MOST_RENDERED : charactersIn(width);
          // Shorter than in the chart, so that it is not cut in a column of numbers.
          const word = groups.has(at) ? (value === null ? "–" : groupWord(value)) : null;
          const text = value === null ? "" : shownValue(value, { numeric, minutes, wrap, most });
          // As few elements as possible: a thousand rows pass in a second.
          const content =
            word !== null ? (
              <i className={styles["noValue"]}>{word}</i>
            ) : found === "" || value === null ? (
              text
            ) : (
              <Found text={text} words={found} />
            );
          const barred = largest > 0 && value !== null;
          return (
            <span key={name} role="cell" className={barred ? BARRED_CELL : numeric ? NUMBER_CELL : CELL}>
              {barred ? <WithBar share={Number(value) / largest}>{content}</WithBar> : content}
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

const CELL = styles["cell"];
const NUMBER_CELL = `${CELL} ${styles["number"]}`;
const BARRED_CELL = `${NUMBER_CELL} ${styles["barred"]}`;

/** A number with a bar behind it that shows its share of the largest one. */
function WithBar({ share, children }: { readonly share: number; readonly children: ReactNode }) {
  return (
    <>
      <span className={styles["bar"]} style={{ inlineSize: `${Math.max(0, 100 * share)}%` }} aria-hidden="true" />
      <span className={styles["value"]}>{children}</span>
    </>
  );
}

/** Less than a character of the table's font needs, so that a cell is always filled. */
const CHARACTER_PX = 6;

/** Characters that can be visible in a column of this width. Laying out text that is cut off takes most of the time of a frame. */
const charactersIn = (width: number) => Math.min(MOST_RENDERED, Math.ceil(width / CHARACTER_PX) + 4);

function shownValue(
  value: string,
  { numeric, minutes, wrap, most }: Pick<TableColumn, "numeric" | "minutes"> & { readonly wrap: boolean; readonly most: number },
): string {
  // Decided for each value, because `numeric` and `minutes` were decided by the first rows of the column.
  const short = numeric ? quantityText(value) : minutes && !wrap ? minuteText(value) : null;
  return short ?? visibleText(value.slice(0, most), !wrap);
}

function Found({ text, words }: { readonly text: string; readonly words: string }) {
  return highlightTerms(text, [words], "any-case").map((piece, n) => (piece.hit ? <mark key={n}>{piece.text}</mark> : piece.text));
}
