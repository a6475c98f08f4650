"use client";

import { type ReactNode, useMemo, useState } from "react";
import { visibleText } from "#components/logs/text/visible-text.ts";
import type { TimeZone } from "#components/logs/time/time-zone.ts";
import { chartOf, queryTime } from "#components/query/chart/chart-of-result.ts";
import { ChartView } from "#components/query/chart/chart-view.tsx";
import { readStats } from "#components/query/language/read-stats.ts";
import type { QueryResult } from "#components/query/run/query-run-state.ts";
import { countText } from "#components/ui/count-text.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import { ColumnsMenu } from "./columns-menu.tsx";
import { EXTENSIONS, FORMAT_NAMES, RESULT_FORMATS, type ResultFormat, resultText } from "./result-files.ts";
import styles from "./results.module.css";
import { ResultsTable } from "./results-table.tsx";
import { useTableView } from "./use-table-view.ts";

interface ResultsViewProps {
  readonly result: QueryResult;
  /** Whether a newer query has no rows yet, so that these are those of the one before. */
  readonly previous: boolean;
  readonly running: boolean;
  readonly zone: TimeZone;
  readonly onRange: (range: { readonly from: number; readonly to: number }) => void;
  /** The link to the events around a time; null if the query read several log groups. */
  readonly eventsHref: (at: number) => string | null;
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
export function ResultsView({ result, previous, running, zone, onRange, eventsHref, more }: ResultsViewProps) {
  const { table, asked, partial } = result;
  const chart = useMemo(() => chartOf(asked.text, table), [asked.text, table]);
  const aggregates = useMemo(() => readStats(asked.text)?.aggregates.map(({ name }) => name) ?? [], [asked.text]);
  const [view, setView] = useState<View>("both");
  const { rows, columns, setArranged, find } = useTableView(result);
  const details = useStableCallback((row: number) => (
    <>
      {more?.(row)}
      <Details table={table} row={row} eventsHref={eventsHref} />
    </>
  ));
  const hasChart = chart.kind !== "none";
  return (
    <section className={`${styles["box"]} ${previous ? styles["previous"] : ""}`} aria-label="Result">
      <Toolbar {...{ result, running, find }} view={hasChart ? view : null} onView={setView}>
        <ColumnsMenu columns={columns} table={table} onChange={setArranged} />
      </Toolbar>
      {hasChart && view !== "table" && <ChartView chart={chart} zone={zone} partial={partial && running && !previous} onRange={onRange} />}
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
  readonly running: boolean;
  /** Null if there is no chart to show. */
  readonly view: View | null;
  readonly find: ReturnType<typeof useTableView>["find"];
  readonly onView: (view: View) => void;
  readonly children: ReactNode;
}

function Toolbar({ result, running, view, find: { typed, words, hits, onType, onKey }, onView, children }: ToolbarProps) {
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
      <span className={styles["about"]}>{aboutText(result, running)}</span>
      <label className={styles["find"]}>
        <span className={styles["hidden"]}>Find in rows</span>
        <input type="search" placeholder="Find in rows" value={typed} onChange={(event) => onType(event.target.value)} onKeyDown={onKey} />
        {words !== "" && <span role="status">{countText(hits, "row")}</span>}
      </label>
      <CopyRows result={result} />
      <DownloadRows result={result} />
      {children}
    </div>
  );
}

function aboutText({ table, total, partial }: QueryResult, running: boolean): string {
  const count = countText(table.rows.length, "row");
  if (partial) return running ? `${count} so far; values still change` : `${count}, incomplete: the query ended early`;
  return total !== null && total > table.rows.length ? `${count} of ${total.toLocaleString("en")}` : count;
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

/** Saves the rows on the page as a file, up to the 10,000 that a run sends. The browser makes it: the rows do not leave it. */
function DownloadRows({ result }: { readonly result: QueryResult }) {
  const save = (format: ResultFormat) => {
    const url = URL.createObjectURL(new Blob([resultText(result.table, format)], { type: "text/plain;charset=utf-8" }));
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

interface DetailsProps {
  readonly table: QueryResult["table"];
  readonly row: number;
  readonly eventsHref: (at: number) => string | null;
}

function Details({ table: { columns, rows }, row, eventsHref }: DetailsProps) {
  const values = rows[row] ?? [];
  const at = queryTime(values[columns.indexOf("@timestamp")]);
  const href = at === null ? null : eventsHref(at);
  return (
    <>
      {href !== null && <a href={href}>Events around it</a>}
      <dl className={styles["fields"]}>
        {columns.map((name, place) => {
          const value = values[place] ?? null;
          if (name === "@ptr" || value === null) return null;
          return (
            <div key={name} style={{ display: "contents" }}>
              <dt>{visibleText(name, true)}</dt>
              <dd>{visibleText(value, false)}</dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}
