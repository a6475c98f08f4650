"use client";

import Button from "@cloudscape-design/components/button";
import styles from "#components/logs/logs.module.css";
import { PRESETS } from "#components/logs/time/time-range.ts";
import { countText } from "#components/ui/count-text.ts";
import { type LogSearchState, searchTotals } from "./log-search-state.ts";
import type { LogsAddress } from "./logs-address.ts";
import { everyPageText, noEventText } from "./search-texts.ts";

interface NothingFoundProps {
  readonly state: LogSearchState;
  readonly at: LogsAddress;
  readonly onNavigate: (change: Partial<LogsAddress>) => void;
  readonly onOlder: () => void;
}

/**
 * Shown for a search without rows. It says that there are no events only after AWS returned the last page, and lists
 * what was searched.
 */
export function NothingFound(props: NothingFoundProps) {
  return props.state.phase === "stopped" ? <SearchStopped {...props} /> : <NoEvents {...props} />;
}

/** For a stopped search: the part that was not searched may contain events. */
function SearchStopped({ state, onOlder }: NothingFoundProps) {
  const { pages } = searchTotals(state);
  return (
    <div className={styles["nothing"]}>
      <h2>No events found yet</h2>
      <p>You stopped the search after {countText(pages, "page")}. AWS has more pages.</p>
      <div className={styles["nothingFoundActions"]}>
        <Button variant="primary" onClick={onOlder}>
          Continue search
        </Button>
      </div>
    </div>
  );
}

function NoEvents({ state, at, onNavigate }: NothingFoundProps) {
  const { span } = state;
  const minutes = (span.to - span.from) / 60_000;
  const wider = PRESETS.find((preset) => preset.minutes > minutes + 1);
  return (
    <div className={styles["nothing"]}>
      <h2>{noEventText(state, at.pattern)}</h2>
      <p>{everyPageText(state, at.group ?? "")}</p>
      <div className={styles["nothingFoundActions"]}>
        {wider !== undefined && (
          <Button variant="primary" onClick={() => onNavigate({ range: { kind: "last", minutes: wider.minutes } })}>
            Search the {wider.label.toLowerCase()}
          </Button>
        )}
        {at.streams.length > 0 && <Button onClick={() => onNavigate({ streams: [] })}>Search all streams</Button>}
        {at.pattern !== "" && (
          <Button variant={wider === undefined ? "primary" : "normal"} onClick={() => onNavigate({ pattern: "" })}>
            Clear search
          </Button>
        )}
      </div>
      {at.pattern !== "" && <p className={styles["hint"]}>Searches are case-sensitive. Put terms with punctuation in double quotes.</p>}
    </div>
  );
}
