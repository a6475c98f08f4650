"use client";

import { memo } from "react";
import type { MergedEvent } from "#components/logs/search/log-search-state.ts";
import { valueAt } from "#components/logs/text/json-pointer.ts";
import { readLogLine } from "#components/logs/text/read-log-line.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { clockText, dayText, type TimeZone } from "#components/logs/time/time-zone.ts";
import columns from "./columns.module.css";
import { type EventActions, EventDetails } from "./details/event-details.tsx";
import styles from "./events.module.css";
import { highlightTerms, linePieces } from "./find/highlight-terms.ts";

interface EventRowProps {
  readonly event: MergedEvent;
  readonly row: number;
  /** Short name of the event's log group, when there are several. */
  readonly chip: string | null;
  readonly terms: readonly string[];
  readonly found: string;
  readonly zone: TimeZone;
  /** Whether the search covers more than a day, so that the date is shown too. */
  readonly days: boolean;
  readonly open: boolean;
  /** Whether this is the active row, the only one in the tab order. */
  readonly active: boolean;
  readonly onToggle: (row: number) => void;
  readonly actions: EventActions;
}

/** Characters of a line that are rendered before the row is expanded; more would not fit on a screen. */
const MAX_RENDERED_LENGTH = 600;

/** One event on one line; expanded, its fields or its full text below. Log text is rendered only as text. */
export const EventRow = memo(function EventRow({
  event,
  row,
  chip,
  terms,
  found,
  zone,
  days,
  open,
  active,
  onToggle,
  actions,
}: EventRowProps) {
  const { level, fields } = readLogLine(event.message);
  const { before, message, after } = linePieces(event.message.slice(0, MAX_RENDERED_LENGTH), fields);
  return (
    <div className={`${styles["row"]} ${level ? styles[level] : ""} ${open ? styles["openRow"] : ""} ${active ? styles["activeRow"] : ""}`}>
      <button
        type="button"
        className={styles["line"]}
        data-row={row}
        tabIndex={active ? 0 : -1}
        aria-expanded={open}
        onClick={() => onToggle(row)}
      >
        <time dateTime={new Date(event.at).toISOString()}>
          {days && <span>{dayText(event.at, zone)} </span>}
          {clockText(event.at, zone, "seconds")}
          <span className={styles["millis"]}>{clockText(event.at, zone).slice(8)}</span>
        </time>
        {chip !== null && (
          <span className={columns["chip"]} data-source={event.source}>
            {chip}
          </span>
        )}
        <span className={styles["stream"]}>{visibleText(event.stream, true)}</span>
        {actions.columns.map((pointer) => (
          <span key={pointer} className={columns["cell"]}>
            <Marked text={cellText(valueAt(fields, pointer))} terms={terms} found={found} />
          </span>
        ))}
        <span className={styles["text"]}>
          {(level === "error" || level === "warn") && <span className={styles["level"]}>{level} </span>}
          {before !== "" && (
            <span className={`${styles["rest"]} ${styles["before"]}`}>
              <Marked text={before} terms={terms} found={found} />
            </span>
          )}
          <Marked text={message} terms={terms} found={found} />
          {after !== "" && (
            <span className={styles["rest"]}>
              <Marked text={after} terms={terms} found={found} />
            </span>
          )}
        </span>
      </button>
      {open && <EventDetails event={event} fields={fields} zone={zone} actions={actions} />}
    </div>
  );
});

/** A field's value in a cell; empty when the event does not have it. */
function cellText(value: unknown): string {
  if (value === undefined) return "";
  return (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).slice(0, MAX_RENDERED_LENGTH);
}

interface MarkedProps {
  readonly text: string;
  readonly terms: readonly string[];
  readonly found: string;
}

/** A piece of a line, with matches of the search and of the find box highlighted differently. */
function Marked({ text, terms, found }: MarkedProps) {
  return highlightTerms(visibleText(text, true), terms).map((piece, n) =>
    piece.hit ? (
      <mark key={n}>{piece.text}</mark>
    ) : found === "" ? (
      piece.text
    ) : (
      highlightTerms(piece.text, [found], "any-case").map((part, m) =>
        part.hit ? (
          <mark key={`${n}.${m}`} className={styles["found"]}>
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )
    ),
  );
}
