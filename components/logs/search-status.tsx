"use client";

import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { LogSearchState } from "./log-search-state.ts";
import styles from "./logs.module.css";
import { clockText, dayText, type TimeZone } from "./time-zone.ts";
import { visibleText } from "./visible-text.ts";

interface SearchStatusProps {
  readonly state: LogSearchState;
  readonly zone: TimeZone;
  readonly streams: readonly string[];
  readonly onStop: () => void;
  readonly onOlder: () => void;
}

/** The one line that always says how far the search has come: an empty page never looks like an empty log. */
export function SearchStatus({ state, zone, streams, onStop, onOlder }: SearchStatusProps) {
  const count = `${state.events.length.toLocaleString("en")} ${state.events.length === 1 ? "event" : "events"}`;
  const pages = `${state.pages} ${state.pages === 1 ? "page" : "pages"}${state.emptyPages > 0 ? `, ${state.emptyPages} empty` : ""}`;
  const only =
    streams.length === 0 ? "" : ` · only ${streams.length === 1 ? visibleText(streams[0] ?? "", true) : `${streams.length} streams`}`;
  return (
    <div className={styles["status"]}>
      {state.phase === "searching" && <progress className={styles["progress"]} max={1} value={partSearched(state)} aria-label="Searched" />}
      <span aria-live="polite">
        <strong>{headline(state, zone)}</strong>
        {state.phase !== "idle" && ` · ${count} · ${pages}${only}`}
      </span>
      {state.phase === "searching" && (
        <Button variant="inline-link" onClick={onStop}>
          Stop
        </Button>
      )}
      {(state.phase === "paused" || state.phase === "stopped") && (
        <Button variant="inline-link" onClick={onOlder}>
          {state.newestFirst ? "Older events" : "More events"}
        </Button>
      )}
      {state.limitedMs !== null && (
        <StatusIndicator type="pending">AWS is limiting us, continuing in {Math.ceil(state.limitedMs / 1000)} s</StatusIndicator>
      )}
    </div>
  );
}

function partSearched({ span, searchedTo, newestFirst }: LogSearchState): number {
  if (searchedTo === null) return 0;
  return (newestFirst ? span.to - searchedTo : searchedTo - span.from) / Math.max(1, span.to - span.from);
}

function headline(state: LogSearchState, zone: TimeZone): string {
  switch (state.phase) {
    case "idle":
      return "Choose a log group";
    case "searching":
      return state.searchedTo === null ? "Searching …" : `Searched ${reach(state, state.searchedTo, zone)} …`;
    case "paused":
    case "stopped":
      return state.searchedTo === null ? "Stopped" : `Searched ${reach(state, state.searchedTo, zone)}`;
    case "done":
      return `Searched the whole range, ${momentText(state.span.from, state, zone)} to ${momentText(state.span.to, state, zone)}`;
    case "failed":
      return "The search did not finish";
  }
}

function reach(state: LogSearchState, to: number, zone: TimeZone): string {
  return `${state.newestFirst ? "back" : "up"} to ${momentText(to, state, zone)}`;
}

function momentText(at: number, { span }: LogSearchState, zone: TimeZone): string {
  const day = span.to - span.from > 12 * 3_600_000 ? `${dayText(at, zone)} ` : "";
  return `${day}${clockText(at, zone, "seconds")}`;
}
