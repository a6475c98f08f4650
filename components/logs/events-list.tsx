"use client";

import { useCallback, useState } from "react";
import { VList } from "virtua";
import type { LogEventView } from "#lib/logs/log-view.ts";
import { EventRow } from "./event-row.tsx";
import styles from "./events.module.css";

interface EventsListProps {
  readonly events: readonly LogEventView[];
  readonly terms: readonly string[];
  readonly busy: boolean;
}

const LINE_HEIGHT = 24;

/** The events found, one line each. Only what is in sight is in the page, so a hundred thousand scroll like ten. */
export function EventsList({ events, terms, busy }: EventsListProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  return (
    <div className={styles["events"]}>
      <VList role="list" aria-label="Log events" aria-busy={busy} tabIndex={0} data={events} itemSize={LINE_HEIGHT} bufferSize={600}>
        {(event, n) => (
          // biome-ignore lint/a11y/useSemanticElements: virtua puts elements of its own between the list and its items, where no <li> may stand
          <div key={event.id} role="listitem" aria-setsize={events.length} aria-posinset={n + 1}>
            <EventRow event={event} terms={terms} open={open.has(event.id)} onToggle={toggle} />
          </div>
        )}
      </VList>
    </div>
  );
}
