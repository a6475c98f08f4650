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
  readonly onOlder: () => void;
}

/** A search without a row. That there is none is said only when AWS has no further page, and with what was searched. */
export function NothingFound(props: NothingFoundProps) {
  return props.state.phase === "stopped" ? <NothingYet {...props} /> : <NothingThere {...props} />;
}

/** A stopped search: there may be events in what was not searched. */
function NothingYet({ state, onOlder }: NothingFoundProps) {
  const { pages } = flowTotals(state);
  return (
    <div className={styles["nothing"]}>
      <h2>Nothing found so far</h2>
      <p>
        You stopped the search after {pages} {pages === 1 ? "page" : "pages"}. AWS has more to look through.
      </p>
      <div className={styles["nothingActs"]}>
        <Button variant="primary" onClick={onOlder}>
          Continue the search
        </Button>
      </div>
    </div>
  );
}

function NothingThere({ state, at, onGo }: NothingFoundProps) {
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
