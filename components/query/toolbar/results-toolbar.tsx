"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { rowsText } from "#components/query/results/loaded-rows.ts";
import styles from "#components/query/results/results.module.css";
import type { TableColumn } from "#components/query/results/table-columns.ts";
import type { useTableView } from "#components/query/results/use-table-view.ts";
import type { QueryResult } from "#components/query/run/query-run-state.ts";
import { countText } from "#components/ui/count-text.ts";
import { EXTENSIONS, FORMAT_NAMES, RESULT_FORMATS, type ResultFormat, resultPieces, resultText } from "./result-files.ts";

/** Whether the chart, the table or both are shown. */
export type ResultView = "both" | "chart" | "table";
const VIEWS: readonly (readonly [ResultView, string])[] = [
  ["both", "Chart and table"],
  ["chart", "Chart"],
  ["table", "Table"],
];

interface ResultsToolbarProps {
  readonly result: QueryResult;
  readonly previous: boolean;
  /** The range of the rows, where the page shows another one. */
  readonly of: string | null;
  readonly running: boolean;
  /** Null if there is no chart to show. */
  readonly view: ResultView | null;
  readonly find: ReturnType<typeof useTableView>["find"];
  /** The numbers of the rows in the order shown. */
  readonly order: readonly number[];
  /** As the person arranged them. */
  readonly columns: readonly TableColumn[];
  readonly onView: (view: ResultView) => void;
  /** What chooses how the chart is drawn. */
  readonly chart: ReactNode;
  readonly children: ReactNode;
}

/** The bar above the chart and the rows: what is shown, how many rows there are, find, copy and download. */
export function ResultsToolbar({
  result,
  previous,
  of,
  running,
  view,
  order,
  columns,
  find: { field, typed, words, hits, onType, onKey },
  onView,
  chart,
  children,
}: ResultsToolbarProps) {
  return (
    <div className={styles["toolbar"]}>
      {view !== null && <Views {...{ view, onView }} />}
      {chart}
      {result.partial && <span className={styles["partial"]}>Partial</span>}
      <span className={styles["about"]}>
        {previous && <strong>Result of the previous query · </strong>}
        {of !== null && <strong>Result of {of} · </strong>}
        {rowsText(result, running)}
      </span>
      <label className={styles["find"]}>
        <span className={styles["hidden"]}>Find in rows</span>
        <input
          ref={field}
          type="search"
          placeholder="Find in rows"
          value={typed}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={onKey}
        />
        {words !== "" && <span role="status">{countText(hits, "row")}</span>}
      </label>
      <CopyRows {...{ result, order, columns }} />
      <DownloadRows {...{ result, order, columns }} />
      {children}
    </div>
  );
}

/** Switches between chart and table, and stays in sight: on a phone the chart is above it, so that it moves by the height of the chart. */
function Views({ view, onView }: { readonly view: ResultView; readonly onView: (view: ResultView) => void }) {
  const box = useRef<HTMLSpanElement>(null);
  const shown = useRef(view);
  useEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    box.current?.scrollIntoView({ block: "nearest" });
  }, [view]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <span className={styles["views"]} role="group" aria-label="Show" ref={box}>
      {VIEWS.map(([name, text]) => (
        <button key={name} type="button" aria-pressed={view === name} onClick={() => onView(name)}>
          {text}
        </button>
      ))}
    </span>
  );
}

interface ShownRows {
  readonly result: QueryResult;
  readonly order: readonly number[];
  readonly columns: readonly TableColumn[];
}

/** How long a confirmation stays, as beside the other copy buttons. */
const SAID_MS = 3000;

/** Copies the rows as they are shown: the visible columns and the rows, both in their order. */
function CopyRows({ result, order, columns }: ShownRows) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () => {
    const visible = columns.filter(({ hidden }) => !hidden);
    navigator.clipboard.writeText(resultText(result.table, "markdown", { order, columns: visible })).then(
      () => setSaid("Copied"),
      () => setSaid("Your browser blocked copying. Download the rows instead."),
    );
  };
  return (
    <>
      <button type="button" onClick={copy}>
        Copy
      </button>
      <span aria-live="polite" className={styles["said"]}>
        {said}
      </span>
    </>
  );
}

/**
 * Saves the loaded rows as a file, in the order shown. Hidden columns are in it too: a file should not lack what somebody did not want
 * to see. The browser makes it: the rows do not leave it.
 */
function DownloadRows({ result, order, columns }: ShownRows) {
  const save = (format: ResultFormat) => {
    const url = URL.createObjectURL(new Blob(resultPieces(result.table, format, { order, columns }), { type: "text/plain;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `query-${new Date(result.asked.to).toISOString().slice(0, 16).replaceAll(/[-:]/g, "")}.${EXTENSIONS[format]}`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <select
      aria-label="Download"
      value=""
      onChange={(event) => {
        const format = RESULT_FORMATS.find((name) => name === event.target.value);
        if (format !== undefined) save(format);
      }}
    >
      <option value="" disabled>
        Download
      </option>
      {RESULT_FORMATS.map((format) => (
        <option key={format} value={format}>
          {FORMAT_NAMES[format]}
        </option>
      ))}
    </select>
  );
}
