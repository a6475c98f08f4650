"use client";

import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { CopyButton } from "#components/messages/copy-button.tsx";
import { spanText } from "#components/time/age-text.ts";
import { utcMoment } from "#components/time/utc-time.ts";
import type { LogEventView } from "#lib/logs/log-view.ts";
import styles from "./events.module.css";
import { visibleText } from "./visible-text.ts";

interface EventDetailsProps {
  readonly event: LogEventView;
  readonly fields: Readonly<Record<string, unknown>> | null;
}

/** An event may be 1 MB: this much is shown until the person asks for all of it. */
const FIRST = 20_000;
const MOST_FIELDS = 200;

/** What one opened row shows: when and where it was written, its fields one below the other, or its whole text. */
export function EventDetails({ event, fields }: EventDetailsProps) {
  const [whole, setWhole] = useState(false);
  const cut = !whole && event.message.length > FIRST;
  const entries = Object.entries(fields ?? {}).slice(0, MOST_FIELDS);
  return (
    <div className={styles["details"]}>
      <div className={styles["facts"]}>
        <CopyButton text={event.message} name="Copy the event" variant="inline-link">
          Copy
        </CopyButton>
        <span>{utcMoment(event.at)}</span>
        <span>{visibleText(event.stream, true)}</span>
        {event.ingestedAt > event.at && <span>Arrived {arrivedText(event.ingestedAt - event.at)} after it happened</span>}
      </div>
      {fields === null ? (
        <pre className={styles["whole"]}>{visibleText(cut ? event.message.slice(0, FIRST) : event.message, false)}</pre>
      ) : (
        <dl className={styles["fields"]}>
          {entries.map(([name, value]) => (
            <div key={name}>
              <dt>{visibleText(name, true)}</dt>
              <dd>
                <FieldValue value={value} />
              </dd>
            </div>
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

function arrivedText(ms: number): string {
  return ms < 60_000 ? `${Math.round(ms / 100) / 10} s` : spanText(ms);
}

/** A JSON value; what holds others can be folded. Its text is shown as text, like all of a log. */
function FieldValue({ value }: { readonly value: unknown }) {
  if (typeof value !== "object" || value === null) {
    return (
      <span className={typeof value === "string" ? styles["string"] : styles["scalar"]}>
        {visibleText(JSON.stringify(value) ?? "", false)}
      </span>
    );
  }
  const inside = JSON.stringify(value, null, 2);
  if (inside.length < 80) return <span>{visibleText(JSON.stringify(value), false)}</span>;
  return (
    <details>
      <summary>{Array.isArray(value) ? `list of ${value.length}` : `${Object.keys(value).length} fields`}</summary>
      <pre className={styles["whole"]}>{visibleText(inside.slice(0, FIRST), false)}</pre>
    </details>
  );
}
