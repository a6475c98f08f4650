"use client";

import { memo } from "react";
import type { LogEventView } from "#lib/logs/log-view.ts";
import { EventDetails } from "./event-details.tsx";
import styles from "./events.module.css";
import { highlightTerms } from "./highlight-terms.ts";
import { readLogLine } from "./read-log-line.ts";
import { visibleText } from "./visible-text.ts";

interface EventRowProps {
  readonly event: LogEventView;
  readonly terms: readonly string[];
  readonly open: boolean;
  readonly onToggle: (id: string) => void;
}

/** More than a screen's width of one line is not put into the page until the row is opened. */
const SHOWN = 600;

/** One event on one line; opened, its fields or its whole text below. Log text is only ever text. */
export const EventRow = memo(function EventRow({ event, terms, open, onToggle }: EventRowProps) {
  const { level, fields } = readLogLine(event.message);
  const line = visibleText(event.message.slice(0, SHOWN), true);
  return (
    <div className={`${styles["row"]} ${level ? styles[level] : ""} ${open ? styles["openRow"] : ""}`}>
      <button type="button" className={styles["line"]} aria-expanded={open} onClick={() => onToggle(event.id)}>
        <time dateTime={new Date(event.at).toISOString()}>{new Date(event.at).toISOString().slice(11, 23)}</time>
        <span className={styles["stream"]}>{visibleText(event.stream, true)}</span>
        <span className={styles["message"]}>
          {level !== null && <span className={styles["level"]}>{level}</span>}
          {highlightTerms(line, terms).map((piece, n) => (piece.hit ? <mark key={n}>{piece.text}</mark> : piece.text))}
        </span>
      </button>
      {open && <EventDetails event={event} fields={fields} />}
    </div>
  );
});
