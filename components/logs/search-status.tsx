"use client";

import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { utcMoment, utcTime } from "#components/time/utc-time.ts";
import type { LogSearchState } from "./log-search-state.ts";
import styles from "./logs.module.css";

interface SearchStatusProps {
  readonly state: LogSearchState;
  readonly onStop: () => void;
  readonly onOlder: () => void;
}

/** The one line that always says how far the search has come: an empty page never looks like an empty log. */
export function SearchStatus({ state, onStop, onOlder }: SearchStatusProps) {
  const count = `${state.events.length.toLocaleString("en")} ${state.events.length === 1 ? "event" : "events"}`;
  const pages = `${state.pages} ${state.pages === 1 ? "page" : "pages"}${state.emptyPages > 0 ? `, ${state.emptyPages} empty` : ""}`;
  const older = state.newestFirst ? "Older events" : "More events";
  return (
    <div className={styles["status"]}>
      <span aria-live="polite">
        <strong>{headline(state)}</strong> {state.phase !== "idle" && `· ${count} · ${pages}`}
      </span>
      {state.phase === "searching" && (
        <Button variant="inline-link" onClick={onStop}>
          Stop
        </Button>
      )}
      {(state.phase === "paused" || state.phase === "stopped") && (
        <Button variant="inline-link" onClick={onOlder}>
          {older}
        </Button>
      )}
      {state.limitedMs !== null && (
        <StatusIndicator type="pending">AWS is limiting us, continuing in {Math.ceil(state.limitedMs / 1000)} s</StatusIndicator>
      )}
    </div>
  );
}

function headline(state: LogSearchState): string {
  const to = state.searchedTo;
  switch (state.phase) {
    case "idle":
      return "Choose a log group";
    case "searching":
      return to === null || state.pages === 0 ? "Searching …" : `Searched ${reach(state, to)} …`;
    case "paused":
    case "stopped":
      return to === null ? "Stopped" : `Searched ${reach(state, to)}`;
    case "done":
      return "Searched the whole range";
    case "failed":
      return "The search did not finish";
  }
}

function reach(state: LogSearchState, to: number): string {
  const [first, last] = [state.events[0]?.at ?? to, to];
  const time = Math.abs(first - last) > 12 * 3_600_000 ? utcMoment(to, "short") : utcTime(to);
  return state.newestFirst ? `back to ${time}` : `up to ${time}`;
}
