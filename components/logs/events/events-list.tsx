"use client";

import { type KeyboardEvent, memo, type RefObject, useDeferredValue, useEffect, useRef, useState } from "react";
import { VList, type VListHandle } from "virtua";
import type { LoadedFacts } from "#components/logs/analysis/loaded-facts.ts";
import { PatternsView } from "#components/logs/later-parts.tsx";
import type { MergedEvent } from "#components/logs/search/log-search-state.ts";
import type { DisplaySettings } from "#components/logs/use-display-settings.ts";
import { countText } from "#components/ui/count-text.ts";
import { ColumnsHead } from "./columns-head.tsx";
import type { EventActions } from "./details/event-details.tsx";
import { EventRow } from "./event-row.tsx";
import styles from "./events.module.css";
import { FindBox } from "./find/find-box.tsx";
import { KeyboardShortcuts } from "./keyboard-shortcuts.tsx";
import { ListHead } from "./list-head.tsx";
import { useEndInSight } from "./use-end-in-sight.ts";
import { useOpenRows } from "./use-open-rows.ts";
import { useRowKeys } from "./use-row-keys.ts";

interface EventsListProps {
  readonly group: string | null;
  readonly events: readonly MergedEvent[];
  /** Changes whenever other events are shown, not only more. */
  readonly list: unknown;
  readonly facts: LoadedFacts;
  readonly terms: readonly string[];
  readonly chips: readonly string[] | null;
  readonly newestFirst: boolean;
  readonly busy: boolean;
  /** Whether new events arrive at the end, which then stays in view while the user is there. */
  readonly live: boolean;
  /** Whether the search covers more than a day. */
  readonly days: boolean;
  /** The event of a link, to expand and scroll to once it is loaded. */
  readonly named: string | null;
  readonly choices: DisplaySettings;
  readonly onChoices: (change: Partial<DisplaySettings>) => void;
  readonly actions: EventActions;
  /** The button that continues a paused search, shown at the end of the rows too. Null when there is none. */
  readonly more: string | null;
  readonly onMore: () => void;
  readonly onOrder: (oldestFirst: boolean) => void;
  readonly onSearch: () => void;
}

const LINE_HEIGHT = 24;
const DENSE_HEIGHT = 19;
/** Pixels beyond the visible area that are rendered, so that scrolling shows no gaps. */
const BEYOND = 600;

/** The events, one line each. Virtualized: only visible rows are in the DOM, so that a hundred thousand rows scroll smoothly. */
export function EventsList(props: EventsListProps) {
  const { group, events, facts, newestFirst, days, chips, named, choices, onChoices, actions, onSearch } = props;
  const list = useRef<VListHandle>(null);
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  /** The words of the find box, once their matches are known. */
  const [marked, setMarked] = useState("");
  const [sheet, setSheet] = useState(false);
  const [grouped, setGrouped] = useState(false);
  // On a narrow screen the end of the list, where a live tail adds rows, may be below the visible area.
  useEffect(() => {
    if (props.live && window.matchMedia("(max-width: 760px)").matches) box.current?.scrollIntoView({ block: "nearest" });
  }, [props.live]);
  const wrap = () => onChoices({ wrap: !choices.wrap });
  const others = { f: () => field.current?.focus(), "/": onSearch, w: wrap, "?": () => setSheet(true) };
  const keys = useRowKeys({ list, box, count: events.length, resetKey: props.list, levels: facts.levels, others });
  const { active, onKeyDown, go } = keys;
  const { open, toggle } = useOpenRows(events, props.list, named, keys);
  const toHit = (row: number) => {
    setGrouped(false);
    go(row, false);
  };
  // Moves the focus back to the active row, because the shortcuts do not work on the button that shows them.
  const closeSheet = () => {
    setSheet(false);
    (
      box.current?.querySelector<HTMLElement>(`[data-row="${active}"]`) ?? box.current?.querySelector<HTMLElement>('[role="list"]')
    )?.focus();
  };
  const search = (pattern: string) => {
    setGrouped(false);
    actions.onPattern(pattern);
  };
  return (
    <div className={`${styles["events"]} ${choices.dense ? styles["dense"] : ""}`} ref={box}>
      <ListHead
        {...{ group, choices, onChoices }}
        find={<FindBox {...{ field, events, active }} onHit={toHit} onMark={setMarked} />}
        order={newestFirst ? "newest" : "oldest"}
        onOrder={props.live ? null : props.onOrder}
        streams={facts.streams.length}
        patterns={grouped}
        onPatterns={() => setGrouped(!grouped)}
        onKeys={() => setSheet(true)}
      />
      {grouped ? (
        <PatternsView {...{ events }} list={props.list} pattern={actions.pattern} onPattern={search} />
      ) : (
        <>
          <ColumnsHead columns={actions.columns} days={days} chips={chips !== null} onRemove={actions.onColumn} />
          <Rows {...props} {...{ list, box, marked, active, open }} resetKey={props.list} onKeyDown={onKeyDown} onToggle={toggle} />
        </>
      )}
      {props.more !== null && (
        <button type="button" className={styles["more"]} onClick={props.onMore}>
          {props.more}
        </button>
      )}
      {sheet && <KeyboardShortcuts onClose={closeSheet} />}
    </div>
  );
}

interface RowsProps extends Omit<EventsListProps, "list"> {
  readonly list: RefObject<VListHandle | null>;
  readonly box: RefObject<HTMLElement | null>;
  /** Changes whenever other events are shown. */
  readonly resetKey: unknown;
  /** The words of the find box, once their matches are known. */
  readonly marked: string;
  readonly active: number;
  readonly open: ReadonlySet<string>;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onToggle: (row: number) => void;
}

const Rows = memo(function Rows({
  list,
  box,
  resetKey,
  events,
  terms,
  actions,
  chips,
  marked,
  choices,
  days,
  busy,
  live,
  active,
  open,
  onKeyDown,
  onToggle,
}: RowsProps) {
  const end = useEndInSight({ list, box }, events.length, live, resetKey);
  // Renders the visible rows first; the others follow with low priority.
  const beyond = useDeferredValue(events.length > 0) ? BEYOND : 0;
  return (
    <>
      <VList
        ref={list}
        role="list"
        aria-label="Log events"
        aria-busy={busy}
        tabIndex={events.length === 0 ? 0 : -1}
        className={`${styles["list"]} ${choices.wrap ? styles["wrapped"] : ""}`}
        data={events}
        itemSize={choices.dense ? DENSE_HEIGHT : LINE_HEIGHT}
        bufferSize={beyond}
        keepMounted={[active]}
        onKeyDown={onKeyDown}
        onScroll={end.onScroll}
      >
        {(event, n) => (
          // biome-ignore lint/a11y/useSemanticElements: virtua puts elements of its own between the list and its items, where no <li> may stand
          <div key={event.key} role="listitem" aria-setsize={events.length} aria-posinset={n + 1}>
            <EventRow
              {...{ event, terms, actions, days, onToggle }}
              row={n}
              chip={chips?.[event.source] ?? null}
              found={marked}
              zone={choices.zone}
              open={open.has(event.key)}
              active={n === active}
            />
          </div>
        )}
      </VList>
      {live && end.newCount > 0 && (
        <button type="button" className={styles["newEvents"]} onClick={end.go}>
          {countText(end.newCount, "new event")}
        </button>
      )}
    </>
  );
});
