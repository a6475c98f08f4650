"use client";

import { type ReactNode, useMemo, useState } from "react";
import type { TimeZone } from "#components/logs/time/time-zone.ts";
import { chartOf } from "#components/query/chart/chart-of-result.ts";
import { ChartView } from "#components/query/chart/chart-view.tsx";
import { readStats } from "#components/query/language/read-stats.ts";
import type { QueryResult } from "#components/query/run/query-run-state.ts";
import type { PagesControl } from "#components/query/run/use-query-run.ts";
import { countText } from "#components/ui/count-text.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import { ColumnsMenu } from "./columns-menu.tsx";
import { rowsText } from "./loaded-rows.ts";
import { PageProgress } from "./page-progress.tsx";
import { EXTENSIONS, FORMAT_NAMES, RESULT_FORMATS, type ResultFormat, resultPieces, resultText } from "./result-files.ts";
import styles from "./results.module.css";
import { ResultsTable } from "./results-table.tsx";
import { RowDetails } from "./row-details.tsx";
import { useTableView } from "./use-table-view.ts";
import type { OpenRecord } from "./use-whole-event.ts";

interface ResultsViewProps {
  readonly result: QueryResult;
  /** Whether a newer query has no rows yet, so that these are those of the one before. */
  readonly previous: boolean;
  readonly running: boolean;
  readonly zone: TimeZone;
  readonly onRange: (range: { readonly from: number; readonly to: number }) => void;
  /** The link to the events around a time; null if the query read several log groups. */
  readonly eventsHref: (at: number) => string | null;
  /** Opens the whole event of a row; left out where a row is of several queries. */
  readonly openRecord?: OpenRecord;
  /** Left out if no rows are loaded beyond the first page. */
  readonly pages?: PagesControl;
  /** Writes a query into the editor; left out where a query can't be changed. */
  readonly onUse?: (query: string) => void;
  /** Shown above the fields of an opened row. */
  readonly more?: (row: number) => ReactNode;
}

type View = "both" | "chart" | "table";
const VIEWS: readonly (readonly [View, string])[] = [
  ["both", "Chart and table"],
  ["chart", "Chart"],
  ["table", "Table"],
];

/** The rows of a query as a chart and a table. */
export function ResultsView(props: ResultsViewProps) {
  const { result, previous, running, zone, onRange, eventsHref, openRecord, pages, onUse, more } = props;
  const { table, asked, partial } = result;
  const chart = useMemo(() => chartOf(asked.text, table), [asked.text, table]);
  const aggregates = useMemo(() => readStats(asked.text)?.aggregates.map(({ name }) => name) ?? [], [asked.text]);
  const [view, setView] = useState<View>("both");
  const { rows, columns, setArranged, said, find } = useTableView(result);
  const details = useStableCallback((row: number) => {
    // Rows of a running query replace each other: the details of one event must not stay for another.
    const pointer = table.rows[row]?.[table.columns.indexOf("@ptr")] ?? null;
    return (
      <>
        {more?.(row)}
        <RowDetails key={pointer} {...{ result, row, eventsHref, openRecord, onUse }} />
      </>
    );
  });
  const hasChart = chart.kind !== "none";
  return (
    <section className={`${styles["box"]} ${previous ? styles["previous"] : ""}`} aria-label="Result">
      <Toolbar {...{ result, previous, running, find }} order={rows.order} view={hasChart ? view : null} onView={setView}>
        <ColumnsMenu columns={columns} table={table} onChange={setArranged} />
      </Toolbar>
      {pages && <PageProgress {...{ result, pages }} />}
      <span role="status" className="visually-hidden">
        {said}
      </span>
      {hasChart && view !== "table" && (
        <ChartView chart={chart} zone={zone} partial={partial && running && !previous} onRange={onRange} alone={view === "chart"} />
      )}
      {(view !== "chart" || !hasChart) &&
        (table.rows.length === 0 ? (
          <p className={styles["nothing"]}>
            {running ? "No rows yet." : "Nothing matched. Check the range, the log groups and the filters."}
          </p>
        ) : (
          <ResultsTable {...rows} {...{ table, details }} found={find.words} busy={running && !previous} bars={aggregates} />
        ))}
    </section>
  );
}

interface ToolbarProps {
  readonly result: QueryResult;
  readonly previous: boolean;
  readonly running: boolean;
  /** Null if there is no chart to show. */
  readonly view: View | null;
  readonly find: ReturnType<typeof useTableView>["find"];
  readonly order: readonly number[];
  readonly onView: (view: View) => void;
  readonly children: ReactNode;
}

function Toolbar({
  result,
  previous,
  running,
  view,
  order,
  find: { field, typed, words, hits, onType, onKey },
  onView,
  children,
}: ToolbarProps) {
  return (
    <div className={styles["toolbar"]}>
      {view !== null && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
        <span className={styles["views"]} role="group" aria-label="Show">
          {VIEWS.map(([name, text]) => (
            <button key={name} type="button" aria-pressed={view === name} onClick={() => onView(name)}>
              {text}
            </button>
          ))}
        </span>
      )}
      {result.partial && <span className={styles["partial"]}>Partial</span>}
      <span className={styles["about"]}>
        {previous && <strong>Result of the previous query · </strong>}
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
      <CopyRows result={result} />
      <DownloadRows {...{ result, order }} />
      {children}
    </div>
  );
}

function CopyRows({ result }: { readonly result: QueryResult }) {
  const [said, setSaid] = useState("");
  const copy = () =>
    navigator.clipboard.writeText(resultText(result.table, "markdown")).then(
      () => setSaid("Copied"),
      () => setSaid("Your browser blocked copying. Download the rows instead."),
    );
  return (
    <>
      <button type="button" onClick={() => void copy()}>
        Copy
      </button>
      <span aria-live="polite">{said}</span>
    </>
  );
}

/** Saves the loaded rows as a file, in the order shown. The browser makes it: the rows do not leave it. */
function DownloadRows({ result, order }: { readonly result: QueryResult; readonly order: readonly number[] }) {
  const save = (format: ResultFormat) => {
    const url = URL.createObjectURL(new Blob(resultPieces(result.table, format, order), { type: "text/plain;charset=utf-8" }));
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
