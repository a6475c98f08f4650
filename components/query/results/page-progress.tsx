"use client";

import type { QueryResult } from "#components/query/run/query-run-state.ts";
import type { PagesControl } from "#components/query/run/use-query-run.ts";
import styles from "./results.module.css";

interface PageProgressProps {
  readonly result: QueryResult;
  readonly pages: PagesControl;
}

/** Shown while a result has more rows than are loaded: how far loading is, and why it has stopped. */
export function PageProgress({ result: { more, table, total }, pages }: PageProgressProps) {
  if (more.kind === "none") return null;
  const [loaded, all] = [table.rows.length.toLocaleString("en"), (total ?? 0).toLocaleString("en")];
  return (
    <div className={styles["pages"]}>
      {more.kind === "loading" && (
        <>
          <progress aria-label="Rows loaded" value={table.rows.length} max={Math.max(1, total ?? table.rows.length)} />
          <span>
            Loading {all} rows. Sorting, finding, and downloading cover the {loaded} that are loaded.
          </span>
          <button type="button" onClick={pages.pause}>
            Stop loading
          </button>
        </>
      )}
      <span role="status">
        {more.kind === "paused" && `Loading stopped at ${loaded} of ${all} rows.`}
        {more.kind === "cut" && `${more.message} ${loaded} of ${all} rows are loaded.`}
        {more.kind === "full" &&
          `Loading ended at ${loaded} of ${all} rows, because the browser would need too much memory. Choose fewer fields to see more rows.`}
      </span>
      {(more.kind === "paused" || more.kind === "cut") && (
        <button type="button" onClick={pages.resume}>
          Load the other rows
        </button>
      )}
    </div>
  );
}
