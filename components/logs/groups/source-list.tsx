"use client";

import columns from "#components/logs/events/columns.module.css";
import type { LogsAddress } from "#components/logs/search/logs-address.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { clockText, type TimeZone } from "#components/logs/time/time-zone.ts";
import { countText } from "#components/ui/count-text.ts";
import type { LogsView } from "#lib/logs/shared/log-view.ts";
import { type LogSource, type SourceProgress, UNSEARCHED } from "./log-source.ts";
import { sourceChoice } from "./source-choice.ts";
import styles from "./source-list.module.css";

interface SourceListProps {
  readonly connectionId: string;
  readonly at: LogsAddress;
  readonly sources: readonly LogSource[];
  /** Null during a live tail. */
  readonly progress: readonly SourceProgress[] | null;
  readonly chips: readonly string[];
  readonly connections: readonly LogsView[];
  readonly zone: TimeZone;
  readonly onNavigate: (change: Partial<LogsAddress>) => void;
}

/** The log groups of one search: the progress and the failure of each. */
export function SourceList({ connectionId, at, sources, progress, chips, connections, zone, onNavigate }: SourceListProps) {
  const several = new Set(sources.map(({ connectionId }) => connectionId)).size > 1;
  const regions = new Set(sources.map(({ region }) => region)).size > 1;
  return (
    <ul className={styles["sources"]} aria-label="Log groups in this search">
      {sources.map((source, n) => {
        const name = visibleText(source.group, true);
        const rest = sourceChoice(connectionId, at, source).change(source.group);
        const searched = progress?.[n] ?? UNSEARCHED;
        const connectionName = connections.find(({ connectionId }) => connectionId === source.connectionId)?.name;
        const where = [several && (connectionName ?? "another connection"), regions && source.region].filter(Boolean).join(", ");
        return (
          <li key={`${source.connectionId}${source.region}${source.group}`}>
            <span className={columns["chip"]} data-source={n}>
              {chips[n]}
            </span>
            <span className={styles["sourceName"]} title={name}>
              {where !== "" && <strong>{where} </strong>}
              {name}
            </span>
            <span className={searched.phase === "failed" ? styles["sourceFailed"] : styles["quiet"]}>
              {progress !== null && progressText(searched, zone)}
            </span>
            {rest !== null && (
              <button type="button" aria-label={`Remove from search: ${name}`} onClick={() => onNavigate(rest)}>
                ×
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function progressText({ phase, searchedTo, events, newestFirst, limitedMs, failure }: SourceProgress, zone: TimeZone): string {
  if (phase === "failed") return failure?.message ?? "The search did not finish.";
  const count = countText(events.length, "event");
  if (limitedMs !== null) return `${count}, throttled by AWS`;
  if (phase === "done") return `${count}, searched`;
  return searchedTo === null ? "waiting for AWS…" : `${count}, ${newestFirst ? "back" : "up"} to ${clockText(searchedTo, zone, "seconds")}`;
}
