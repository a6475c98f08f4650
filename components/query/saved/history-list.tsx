"use client";

import { useState } from "react";
import { bytesText } from "#components/logs/search/search-texts.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { fixedText } from "#components/logs/time/time-range.ts";
import { clockText, type TimeZone } from "#components/logs/time/time-zone.ts";
import { resultHref } from "#components/query/links/use-query-links.ts";
import { type QueryAddress, queryHref } from "#components/query/query-address.ts";
import { dollarsText } from "#components/ui/dollars-text.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import type { QueryHistoryView } from "#lib/logs/insights/shared/query-view.ts";
import { daysOf, durationText, groupsText, outcomeText, sumText } from "./history-texts.ts";
import styles from "./saved.module.css";
import type { SavedAndHistoryProps } from "./saved-actions.ts";
import row from "./saved-row.module.css";
import { type QueryHistory, useQueryHistory } from "./use-query-history.ts";

/** The person's own queries of the last 30 days, by day. */
export function HistoryList(props: SavedAndHistoryProps & { readonly find: string }) {
  const { find, actions, refresh, zone } = props;
  const history = useQueryHistory(actions, find, refresh);
  const { queries, found, loading, hasMore, failure, more, reload } = history;
  const days = daysOf(queries ?? [], zone, Date.now());
  return (
    <>
      <div className={styles["scroll"]} aria-busy={loading}>
        <FailureAlert failure={failure} onDismiss={reload} />
        {queries === null && failure === null && <p className={styles["note"]}>Loading…</p>}
        {queries?.length === 0 && (
          <p className={styles["note"]}>{found.trim() === "" ? NONE : "No query of the last 30 days has this text."}</p>
        )}
        {days.map(({ day, queries: ofDay }, n) => {
          // A day that is loaded in part, or of which a text leaves out queries, has no sum yet.
          const isWhole = found.trim() === "" && !(hasMore && n === days.length - 1);
          return (
            <section key={day} className={styles["day"]} aria-label={`Queries of ${day}`}>
              <h3>
                {day}
                {isWhole && ` · ${sumText(ofDay)}`}
              </h3>
              <ul>
                {ofDay.map((query) => (
                  <HistoryRow key={query.queryId} {...props} query={query} />
                ))}
              </ul>
            </section>
          );
        })}
        {hasMore && (
          <button type="button" className={row["link"]} disabled={loading} onClick={more}>
            {loading ? "Loading…" : "Show older queries"}
          </button>
        )}
      </div>
      <Foot history={history} />
    </>
  );
}

const NONE = "No queries in the last 30 days. Each query that you run is listed here.";

interface HistoryRowProps extends Pick<SavedAndHistoryProps, "connectionId" | "onShow"> {
  readonly query: QueryHistoryView;
  readonly zone: TimeZone;
}

function HistoryRow({ query, zone, connectionId, onShow }: HistoryRowProps) {
  const { text, region, logGroups, from, to, startedAt, durationMs, scannedBytes, cost } = query;
  const there: QueryAddress = { region, groups: logGroups, text, range: { kind: "between", from, to } };
  const isHere = query.connectionId === connectionId;
  const at = clockText(startedAt, zone, "minutes");
  const code = visibleText(text, true);
  return (
    <li>
      {isHere ? (
        <button type="button" className={row["query"]} title="Open in the editor" onClick={() => onShow(there, false)}>
          <code>{code}</code>
          <time dateTime={new Date(startedAt).toISOString()}>{at}</time>
        </button>
      ) : (
        <a className={row["query"]} href={queryHref(query.connectionId, there)} title="Open on the page of its connection">
          <code>{code}</code>
          <time dateTime={new Date(startedAt).toISOString()}>{at}</time>
        </a>
      )}
      <p className={row["facts"]}>
        {[...(isHere ? [] : [query.connectionName]), groupsText(logGroups)].map((name) => visibleText(name, true)).join(" · ")} ·{" "}
        {fixedText({ kind: "between", from, to }, zone)}
      </p>
      <div className={row["figures"]}>
        <span>{durationMs === null ? "" : durationText(durationMs)}</span>
        <span>{bytesText(scannedBytes)}</span>
        <span>{cost === null ? "" : dollarsText(cost)}</span>
        <Outcome query={query} at={at} />
        <span className={row["space"]} />
        {isHere && (
          <button type="button" className={row["link"]} aria-label={`Run again: query of ${at}`} onClick={() => onShow(there, true)}>
            Run again
          </button>
        )}
      </div>
    </li>
  );
}

/** How many rows the query had, as a link to them while AWS keeps the result; or how it ended. */
function Outcome({ query, at }: { readonly query: QueryHistoryView; readonly at: string }) {
  const outcome = outcomeText(query);
  if (!query.hasResult || query.state !== "complete") return <span>{outcome}</span>;
  return (
    <a
      className={row["link"]}
      href={resultHref(query.connectionId, query.queryId)}
      title="Open the result, which AWS keeps for 7 days"
      aria-label={`${outcome}, open result of ${at}`}
    >
      {outcome}
    </a>
  );
}

function Foot({ history: { queries, remove } }: { readonly history: QueryHistory }) {
  const [asks, setAsks] = useState(false);
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    await remove();
    setBusy(false);
    setAsks(false);
  };
  if (asks)
    return (
      <footer className={styles["foot"]}>
        <p role="alert">
          Delete the whole history? Links to these results stop working, also for colleagues. What the queries scanned stays in “Usage and
          cost”.
        </p>
        <span className={row["space"]} />
        <button type="button" className={row["link"]} disabled={busy} onClick={() => setAsks(false)}>
          Cancel
        </button>
        <button type="button" className={row["link"]} disabled={busy} onClick={() => void confirm()}>
          {busy ? "Deleting…" : "Delete history"}
        </button>
      </footer>
    );
  return (
    <footer className={styles["foot"]}>
      <p>Only you can see this history. Queries are kept for 30 days.</p>
      <span className={row["space"]} />
      {queries !== null && queries.length > 0 && (
        <button type="button" className={row["link"]} onClick={() => setAsks(true)}>
          Delete history
        </button>
      )}
    </footer>
  );
}
