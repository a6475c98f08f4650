"use client";

import { useCallback, useMemo, useRef } from "react";
import type { LogEventView } from "#lib/logs/log-view.ts";
import type { EventActs } from "./event-details.tsx";
import { EventsList } from "./events-list.tsx";
import { termsOf } from "./highlight-terms.ts";
import type { LoadedFacts } from "./loaded-facts.ts";
import styles from "./logs.module.css";
import { type LogsAddress, logsHref } from "./logs-address.ts";
import { NothingFound } from "./nothing-found.tsx";
import { SearchBar } from "./search-bar.tsx";
import { SearchStatus } from "./search-status.tsx";
import { rangeAround, rangeUpTo } from "./time-range.ts";
import type { LogSearchControl } from "./use-log-search.ts";
import type { ReadingChoices } from "./use-reading-choices.ts";
import { VolumeHistogram } from "./volume-histogram.tsx";

interface LogReaderProps {
  readonly connectionId: string;
  readonly at: LogsAddress;
  readonly control: LogSearchControl;
  readonly facts: LoadedFacts;
  readonly choices: ReadingChoices;
  readonly onChoices: (change: Partial<ReadingChoices>) => void;
  readonly onGo: (change: Partial<LogsAddress>) => void;
}

/** A little less, so that no time of day stands for two. */
const A_DAY_MS = 23 * 3_600_000;

/** The right half of the log page: the search, how far it has come, and the events. */
export function LogReader({ connectionId, at, control, facts, choices, onChoices, onGo }: LogReaderProps) {
  const { state, older, stop } = control;
  const box = useRef<HTMLElement>(null);
  const terms = useMemo(() => termsOf(at.pattern), [at.pattern]);
  const acts = useEventActs(connectionId, at, onGo);
  const zoom = ({ from, to }: { from: number; to: number }) => onGo({ range: { kind: "between", from, to: Math.max(to, from + 1) } });
  const reached = state.searchedTo ?? (state.newestFirst ? state.span.to : state.span.from);
  const searched = state.newestFirst ? { from: reached, to: state.span.to } : { from: state.span.from, to: reached };
  return (
    <section ref={box} className={styles["reader"]} aria-label={at.group === null ? "Log events" : `Events of ${at.group}`}>
      <SearchBar connectionId={connectionId} at={at} state={state} zone={choices.zone} onGo={onGo} />
      {state.phase !== "idle" && (
        <VolumeHistogram volume={facts.volume} span={state.span} searched={searched} zone={choices.zone} onZoom={zoom} />
      )}
      <SearchStatus state={state} zone={choices.zone} streams={at.streams} onStop={stop} onOlder={older} />
      {state.failure !== null && (
        <p role="alert" className={styles["failure"]}>
          {state.failure.message}
        </p>
      )}
      {state.phase === "done" && state.events.length === 0 && at.group !== null ? (
        <NothingFound state={state} at={at} onGo={onGo} />
      ) : (
        <EventsList
          group={at.group}
          events={state.events}
          facts={facts}
          terms={terms}
          newestFirst={state.newestFirst}
          busy={state.phase === "searching"}
          days={state.span.to - state.span.from > A_DAY_MS}
          named={at.event}
          choices={choices}
          onChoices={onChoices}
          acts={acts}
          onSearch={() => box.current?.querySelector<HTMLInputElement>("form input")?.focus()}
        />
      )}
    </section>
  );
}

/** The same acts for the same search, so that rows that did not change are not drawn again. */
function useEventActs(connectionId: string, at: LogsAddress, onGo: (change: Partial<LogsAddress>) => void): EventActs {
  const now = useRef({ at, onGo });
  now.current = { at, onGo };
  const linkTo = useCallback(
    (event: LogEventView) => {
      const to = { ...now.current.at, range: rangeUpTo(event.at), event: event.id };
      return `${window.location.origin}${logsHref(connectionId, to)}`;
    },
    [connectionId],
  );
  const { pattern } = at;
  return useMemo(
    () => ({
      pattern,
      linkTo,
      onPattern: (made) => now.current.onGo({ pattern: made }),
      onAround: (event) => now.current.onGo({ pattern: "", streams: [event.stream], range: rangeAround(event.at), event: event.id }),
    }),
    [pattern, linkTo],
  );
}
