"use client";

import { useDeferredValue, useMemo, useState } from "react";
import { visibleText } from "#components/logs/text/visible-text.ts";
import type { TimeZone } from "#components/logs/time/time-zone.ts";
import { type CrossTables, tablesOf } from "#components/query/merge/cross-tables.ts";
import { ResultsView } from "#components/query/results/results-view.tsx";
import { NO_MORE } from "#components/query/run/more-rows.ts";
import type { AskedQuery, QueryResult } from "#components/query/run/query-run-state.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import styles from "./cross.module.css";
import { type CrossRun, isRunActive } from "./cross-run-state.ts";

interface CrossResultsProps {
  readonly run: CrossRun;
  /** Whether a newer run has no rows yet, so that these are those of the one before. */
  readonly previous: boolean;
  /** The range of the rows, where the page shows another one. */
  readonly otherRange: { readonly from: number; readonly to: number } | null;
  readonly zone: TimeZone;
  readonly onRange: (range: { readonly from: number; readonly to: number }) => void;
}

/** The rows of all connections: merged into one row for each group, and as each connection returned them. */
export function CrossResults({ run, previous, otherRange, zone, onRange }: CrossResultsProps) {
  // Merging a hundred thousand rows takes longer than a key press may wait.
  const settled = useDeferredValue(run);
  const tables = useMemo(() => tablesOf(settled), [settled]);
  const [chosen, setChosen] = useState<"merged" | "each">("merged");
  const shown = tables.merged === null ? "each" : chosen;
  const { asked } = settled;
  const active = isRunActive(run);
  // One object for each run and view: the table keeps its open rows and its order while rows come.
  const askedOfTable = useMemo((): AskedQuery => {
    const text = shown === "merged" ? asked.text : tables.byConnectionQuery;
    return { connectionId: "", region: "", logGroups: [], from: asked.from, to: asked.to, text };
  }, [asked, shown, tables.byConnectionQuery]);
  const result: QueryResult = {
    asked: askedOfTable,
    queryId: null,
    table: tables.merged === null || shown === "each" ? tables.byConnection : tables.merged,
    partial: settled.runs.some(({ state }) => state.result?.partial === true) || active || isRunActive(settled),
    statistics: null,
    elapsedMs: 0,
    total: null,
    more: NO_MORE,
  };
  const more = useStableCallback((row: number) => (shown === "merged" ? <Parts tables={tables} row={row} /> : null));
  return (
    <div className={styles["results"]}>
      <div className={styles["views"]}>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields */}
        <span role="group" aria-label="Rows of all connections">
          <button type="button" aria-pressed={shown === "merged"} disabled={tables.merged === null} onClick={() => setChosen("merged")}>
            Merged
          </button>
          <button type="button" aria-pressed={shown === "each"} onClick={() => setChosen("each")}>
            By connection
          </button>
        </span>
        <Notes run={settled} tables={tables} merged={shown === "merged"} />
      </div>
      <ResultsView {...{ result, previous, otherRange, zone, onRange, more }} running={active} eventsHref={nowhere} />
    </div>
  );
}

/** The events around a row are in one connection, which a merged row is not. */
const nowhere = () => null;

/** What each connection returned for a merged row. */
function Parts({ tables: { parts, partColumns }, row }: { readonly tables: CrossTables; readonly row: number }) {
  const found = parts[row] ?? [];
  if (found.length === 0) return null;
  return (
    <ul className={styles["parts"]} aria-label="Values of each connection">
      {found.map(({ name, values }) => (
        <li key={name}>
          <strong>{visibleText(name, true)}</strong>
          {values.map((value, n) => (
            <span key={partColumns[n]}>
              <code>{visibleText(partColumns[n] ?? "", true)}</code> {value === null ? "–" : visibleText(value, true)}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** What a reader must know before they trust the rows. */
function Notes({
  run: { asked },
  tables: { unmerged, unsortedBy, cut },
  merged,
}: {
  readonly run: CrossRun;
  readonly tables: CrossTables;
  /** Whether the merged rows are shown. */
  readonly merged: boolean;
}) {
  const { plan } = asked;
  const notes = [
    ...(plan.kind === "apart"
      ? [`These rows are not merged, because the query ${plan.why}. They are the results of each connection, one after the other.`]
      : []),
    ...(unsortedBy === null ? [] : [`These rows are listed by connection, because they have no column ${unsortedBy} to sort them by.`]),
    ...(unmerged.length === 0 || !merged
      ? []
      : [
          `${listText(unmerged)} can’t be merged exactly. A merged row shows the lowest and the highest value of the connections, and is sorted by the highest.`,
        ]),
    ...(cut.length === 0
      ? []
      : [
          `Only the first 10,000 rows of ${listText(cut)} were read${!merged ? "" : ", so merged values may be incomplete"}. Narrow the query.`,
        ]),
  ];
  return (
    <>
      {notes.map((note) => (
        <p key={note} className={styles["note"]} role="note">
          {note}
        </p>
      ))}
    </>
  );
}

const listText = (names: readonly string[]) => new Intl.ListFormat("en").format(names.map((name) => visibleText(name, true)));
