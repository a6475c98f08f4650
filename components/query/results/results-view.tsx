"use client";

import { type ReactNode, useMemo, useState } from "react";
import { fixedText } from "#components/logs/time/time-range.ts";
import type { TimeZone } from "#components/logs/time/time-zone.ts";
import { chartOf } from "#components/query/chart/chart-of-result.ts";
import { ChartView } from "#components/query/chart/chart-view.tsx";
import { readStats } from "#components/query/language/read-stats.ts";
import { useChartChoice } from "#components/query/links/linked-chart.ts";
import type { QueryResult } from "#components/query/run/query-run-state.ts";
import type { PagesControl } from "#components/query/run/use-query-run.ts";
import { ChartKindControl } from "#components/query/toolbar/chart-kind.tsx";
import { ResultsToolbar, type ResultView } from "#components/query/toolbar/results-toolbar.tsx";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import { ColumnsMenu } from "./columns-menu.tsx";
import { PageProgress } from "./page-progress.tsx";
import styles from "./results.module.css";
import { ResultsTable } from "./results-table.tsx";
import { RowDetails } from "./row-details.tsx";
import { useTableView } from "./use-table-view.ts";
import type { OpenRecord } from "./use-whole-event.ts";

interface ResultsViewProps {
  readonly result: QueryResult;
  /** Whether a newer query has no rows yet, so that these are those of the one before. */
  readonly previous: boolean;
  /** The range of the rows in milliseconds, both inclusive, where the page shows another one; null or left out where it shows theirs. */
  readonly otherRange?: { readonly from: number; readonly to: number } | null;
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

/** The rows of a query as a chart and a table. */
export function ResultsView(props: ResultsViewProps) {
  const { result, previous, otherRange, running, zone, onRange, eventsHref, openRecord, pages, onUse, more } = props;
  const { table, asked, partial } = result;
  const chart = useMemo(() => chartOf(asked.text, table), [asked.text, table]);
  const aggregates = useMemo(() => readStats(asked.text)?.aggregates.map(({ name }) => name) ?? [], [asked.text]);
  const [view, setView] = useState<ResultView>("both");
  const { choice, choose } = useChartChoice();
  const { rows, columns, setArranged, onWrap, said, find } = useTableView(result);
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
      <ResultsToolbar
        {...{ result, previous, running, find, columns }}
        of={otherRange ? fixedText({ kind: "between", ...otherRange }, zone) : null}
        order={rows.order}
        view={hasChart ? view : null}
        onView={setView}
        chart={view !== "table" && <ChartKindControl {...{ chart, choice }} onChoose={choose} />}
      >
        <button type="button" aria-pressed={rows.wrap} onClick={onWrap}>
          Wrap
        </button>
        <ColumnsMenu columns={columns} table={table} onChange={setArranged} />
      </ResultsToolbar>
      {pages && <PageProgress {...{ result, pages }} />}
      <span role="status" className="visually-hidden">
        {said}
      </span>
      {hasChart && view !== "table" && (
        <ChartView
          chart={chart}
          choice={choice}
          zone={zone}
          partial={partial && running && !previous}
          onRange={onRange}
          alone={view === "chart"}
        />
      )}
      {(view !== "chart" || !hasChart) &&
        (table.rows.length === 0 ? (
          <p className={styles["nothing"]}>
            {running ? "No rows yet." : "Nothing matched. Check the range, the log groups, and the filters."}
          </p>
        ) : (
          <ResultsTable {...rows} {...{ table, details }} found={find.words} busy={running && !previous} bars={aggregates} />
        ))}
    </section>
  );
}
