"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { VList, type VListHandle } from "virtua";
import type { LogEventView } from "#lib/logs/log-view.ts";
import type { EventActs } from "./event-details.tsx";
import { EventRow } from "./event-row.tsx";
import styles from "./events.module.css";
import { hitBeside } from "./find-in-events.ts";
import { KeysSheet } from "./keys-sheet.tsx";
import { ListHead } from "./list-head.tsx";
import type { LoadedFacts } from "./loaded-facts.ts";
import { useFind } from "./use-find.ts";
import type { ReadingChoices } from "./use-reading-choices.ts";
import { useRowKeys } from "./use-row-keys.ts";

interface EventsListProps {
  readonly group: string | null;
  readonly events: readonly LogEventView[];
  readonly facts: LoadedFacts;
  readonly terms: readonly string[];
  readonly newestFirst: boolean;
  readonly busy: boolean;
  /** Whether the search covers more than a day. */
  readonly days: boolean;
  /** An event to open and to show, once it is there: a link was about it. */
  readonly named: string | null;
  readonly choices: ReadingChoices;
  readonly onChoices: (change: Partial<ReadingChoices>) => void;
  readonly acts: EventActs;
  readonly onSearch: () => void;
}

const LINE_HEIGHT = 24;

/** The events found, one line each. Only what is in sight is in the page, so a hundred thousand scroll like ten. */
export function EventsList(props: EventsListProps) {
  const { group, events, facts, terms, newestFirst, busy, days, named, choices, onChoices, acts, onSearch } = props;
  const list = useRef<VListHandle>(null);
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState("");
  const [sheet, setSheet] = useState(false);
  const { hits } = useFind(events, words);
  const wrap = () => onChoices({ wrap: !choices.wrap });
  const others = { f: () => field.current?.focus(), "/": onSearch, w: wrap, "?": () => setSheet(true) };
  const { active, go, onKeyDown } = useRowKeys({ list, box, count: events.length, levels: facts.levels, others });
  const { open, toggle } = useOpenRows(events, named, go);
  const toHit = (step: 1 | -1) => {
    const hit = hitBeside(hits, active, step);
    if (hit !== null) go(hit, false);
  };
  const find = { field, words, hits: hits.length, hit: hits.indexOf(active) + 1, onWords: setWords, onHit: toHit };
  return (
    <div className={styles["events"]} ref={box}>
      <ListHead
        group={group}
        newestFirst={newestFirst}
        streams={facts.streams.length}
        find={find}
        wrap={choices.wrap}
        onWrap={wrap}
        onKeys={() => setSheet(true)}
      />
      <VList
        ref={list}
        role="list"
        aria-label="Log events"
        aria-busy={busy}
        tabIndex={events.length === 0 ? 0 : -1}
        className={choices.wrap ? styles["wrapped"] : ""}
        data={events}
        itemSize={LINE_HEIGHT}
        bufferSize={600}
        keepMounted={[active]}
        onKeyDown={onKeyDown}
      >
        {(event, n) => (
          // biome-ignore lint/a11y/useSemanticElements: virtua puts elements of its own between the list and its items, where no <li> may stand
          <div key={event.id} role="listitem" aria-setsize={events.length} aria-posinset={n + 1}>
            <EventRow
              {...{ event, terms, acts }}
              row={n}
              found={words}
              zone={choices.zone}
              days={days}
              open={open.has(event.id)}
              active={n === active}
              onToggle={toggle}
            />
          </div>
        )}
      </VList>
      {sheet && <KeysSheet onClose={() => setSheet(false)} />}
    </div>
  );
}

/** Which rows are open. The event that a link is about is opened and gone to once it is there. */
function useOpenRows(events: readonly LogEventView[], named: string | null, go: (row: number, focus: boolean) => void) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const now = useRef(events);
  now.current = events;
  const toggle = useCallback(
    (row: number) => {
      go(row, false);
      const id = now.current[row]?.id;
      if (id === undefined) return;
      setOpen((before) => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      });
    },
    [go],
  );
  const row = useNamedRow(events, named);
  useEffect(() => {
    const id = row === null ? undefined : now.current[row]?.id;
    if (row === null || id === undefined) return;
    setOpen((before) => new Set(before).add(id));
    go(row, false);
  }, [row, go]);
  return { open, toggle };
}

/** The row of the named event from when it first came; null before that, and for other names. */
function useNamedRow(events: readonly LogEventView[], named: string | null): number | null {
  const [found, setFound] = useState<{ readonly named: string; readonly row: number } | null>(null);
  if (named !== null && found?.named !== named) {
    const row = events.findIndex(({ id }) => id === named);
    if (row >= 0) setFound({ named, row });
  }
  return found !== null && found.named === named ? found.row : null;
}
