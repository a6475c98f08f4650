"use client";

import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { CopyButton } from "#components/messages/copy-button.tsx";
import { spanText } from "#components/time/age-text.ts";
import type { LogEventView } from "#lib/logs/log-view.ts";
import { addToPattern, type Clause } from "./add-to-pattern.ts";
import { eventJson } from "./event-json.ts";
import styles from "./events.module.css";
import { FieldValue } from "./field-value.tsx";
import { clockText, dayText, type TimeZone, zoneText } from "./time-zone.ts";
import { visibleText } from "./visible-text.ts";

/** What a person can do from an opened event. */
export interface EventActs {
  readonly pattern: string;
  readonly linkTo: (event: LogEventView) => string;
  readonly onPattern: (pattern: string) => void;
  readonly onAround: (event: LogEventView) => void;
}

interface EventDetailsProps {
  readonly event: LogEventView;
  readonly fields: Readonly<Record<string, unknown>> | null;
  readonly zone: TimeZone;
  readonly acts: EventActs;
}

/** An event may be 1 MB: this much is shown until the person asks for all of it. */
const FIRST = 20_000;
const MOST_FIELDS = 200;

/** What one opened row shows: when and where it was written, its fields one below the other, or its whole text. */
export function EventDetails({ event, fields, zone, acts }: EventDetailsProps) {
  const [whole, setWhole] = useState(false);
  const cut = !whole && event.message.length > FIRST;
  return (
    <div className={styles["details"]}>
      <div className={styles["facts"]}>
        <Button variant="inline-link" onClick={() => acts.onAround(event)}>
          Events around it
        </Button>
        <CopyButton text={acts.linkTo(event)} name="Copy link" variant="inline-link">
          Copy link
        </CopyButton>
        <CopyButton text={event.message} name="Copy the event" variant="inline-link">
          Copy the event
        </CopyButton>
        <CopyButton text={eventJson(event)} name="Copy JSON" variant="inline-link">
          Copy JSON
        </CopyButton>
        <span>
          {dayText(event.at, zone)} {clockText(event.at, zone)} {zoneText(event.at, zone)}
        </span>
        <span>{visibleText(event.stream, true)}</span>
        {event.ingestedAt > event.at && <span>Arrived {arrivedText(event.ingestedAt - event.at)} after it happened</span>}
      </div>
      {fields === null ? (
        <pre className={styles["whole"]} tabIndex={-1}>
          {visibleText(cut ? event.message.slice(0, FIRST) : event.message, false)}
        </pre>
      ) : (
        <dl className={styles["fields"]}>
          {Object.entries(fields)
            .slice(0, MOST_FIELDS)
            .map(([name, value]) => (
              <Field key={name} name={name} value={value} event={event} acts={acts} />
            ))}
        </dl>
      )}
      {cut && fields === null && (
        <Button variant="inline-link" onClick={() => setWhole(true)}>
          Show all {Math.ceil(event.message.length / 1000)} kB
        </Button>
      )}
    </div>
  );
}

interface FieldProps {
  readonly name: string;
  readonly value: unknown;
  readonly event: LogEventView;
  readonly acts: EventActs;
}

function Field({ name, value, event, acts }: FieldProps) {
  const clause = clauseOf(name, value);
  const act = (wanted: "only" | "not", word: string) => {
    const made = clause === null ? null : addToPattern(acts.pattern, clause, wanted, event.message);
    if (made === null || made === acts.pattern.trim()) return null;
    return (
      <button
        type="button"
        className={styles["act"]}
        aria-label={`${word}: ${visibleText(name, true)}`}
        onClick={() => acts.onPattern(made)}
      >
        {word}
      </button>
    );
  };
  return (
    <div>
      <dt>{visibleText(name, true)}</dt>
      <dd>
        <FieldValue value={value} />
        <span className={styles["acts"]}>
          {act("only", "Only this")}
          {act("not", "Not this")}
        </span>
      </dd>
    </div>
  );
}

function clauseOf(name: string, value: unknown): Clause | null {
  const plain = value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return plain ? { kind: "field", name, value } : null;
}

function arrivedText(ms: number): string {
  return ms < 60_000 ? `${Math.round(ms / 100) / 10} s` : spanText(ms);
}
