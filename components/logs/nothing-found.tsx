"use client";

import Button from "@cloudscape-design/components/button";
import { flowTotals, type LogSearchState } from "./log-search-state.ts";
import styles from "./logs.module.css";
import type { LogsAddress } from "./logs-address.ts";
import { PRESETS } from "./time-range.ts";
import { visibleText } from "./visible-text.ts";

interface NothingFoundProps {
  readonly state: LogSearchState;
  readonly at: LogsAddress;
  readonly onGo: (change: Partial<LogsAddress>) => void;
}

/** Said only when AWS has no further page: how much was searched, and the one wider search that is likely meant. */
export function NothingFound({ state, at, onGo }: NothingFoundProps) {
  const { span } = state;
  const { pages, emptyPages } = flowTotals(state);
  const minutes = (span.to - span.from) / 60_000;
  const wider = PRESETS.find((preset) => preset.minutes > minutes + 1);
  return (
    <div className={styles["nothing"]}>
      <h2>{at.pattern === "" ? "No events in this time range" : "No event matches"}</h2>
      <p>
        We searched every page that AWS had for {visibleText(at.group ?? "", true)}
        {at.also.length > 0 && ` and ${at.also.length} more`}: {pages} {pages === 1 ? "page" : "pages"}
        {emptyPages > 1 ? `, ${emptyPages} of them empty` : ""}.
      </p>
      <div className={styles["nothingActs"]}>
        {wider !== undefined && (
          <Button variant="primary" onClick={() => onGo({ range: { kind: "last", minutes: wider.minutes } })}>
            Search the {wider.label.toLowerCase()}
          </Button>
        )}
        {at.streams.length > 0 && <Button onClick={() => onGo({ streams: [] })}>Search all streams</Button>}
        {at.pattern !== "" && (
          <Button variant={wider === undefined ? "primary" : "normal"} onClick={() => onGo({ pattern: "" })}>
            Clear the search
          </Button>
        )}
      </div>
      {at.pattern !== "" && <p className={styles["hint"]}>Upper and lower case count, and a word with punctuation needs double quotes.</p>}
    </div>
  );
}
