"use client";

import { type RefObject, useDeferredValue, useMemo, useRef, useState } from "react";
import { sourceChips } from "#components/logs/groups/source-choice.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { LogsView } from "#lib/logs/shared/log-view.ts";
import type { LoadedFacts } from "./analysis/loaded-facts.ts";
import { VolumeHistogram } from "./analysis/volume-histogram.tsx";
import type { EventActions } from "./events/details/event-details.tsx";
import { EventsList } from "./events/events-list.tsx";
import { termsOf } from "./events/find/highlight-terms.ts";
import { SourceList } from "./groups/source-list.tsx";
import { NothingFound, TailBar } from "./later-parts.tsx";
import styles from "./logs.module.css";
import { isNewestFirst, type LogSearchState, type MergedEvent, searchedSpan } from "./search/log-search-state.ts";
import { type LogsAddress, logsHref, sourcesOf, toggledColumn } from "./search/logs-address.ts";
import { SearchBar } from "./search/search-bar.tsx";
import { SearchStatus } from "./search/search-status.tsx";
import { moreText } from "./search/search-texts.ts";
import type { LogSearchControl } from "./search/use-log-search.ts";
import { shownSpan, type TailState } from "./tail/tail-state.ts";
import type { LiveTail } from "./tail/use-live-tail.ts";
import { visibleText } from "./text/visible-text.ts";
import { rangeAround, rangeUpTo } from "./time/time-range.ts";
import type { DisplaySettings } from "./use-display-settings.ts";

interface LogReaderProps {
  readonly connectionId: string;
  readonly connections: readonly LogsView[];
  readonly at: LogsAddress;
  readonly control: LogSearchControl;
  readonly tail: LiveTail;
  readonly facts: LoadedFacts;
  readonly choices: DisplaySettings;
  readonly onChoices: (change: Partial<DisplaySettings>) => void;
  readonly onNavigate: (change: Partial<LogsAddress>) => void;
  /** Changes the view without a new search. */
  readonly onShow: (change: Partial<LogsAddress>) => void;
  /** Starts the live tail with the typed pattern, or stops it. */
  readonly onTail: (pattern: string) => void;
  readonly typedRef: RefObject<string>;
  readonly resetKey: number;
  readonly onLeaveTail: () => void;
  /** Returns to the search before "show surrounding events"; null when there was none. */
  readonly onBack: (() => void) | null;
  /**
   * Switches to AWS's Live Tail. Null when the role does not allow it, or the log groups are not of one connection and
   * region.
   */
  readonly awsTail: { readonly accountId: string; readonly onUse: () => void } | null;
}

/** A little less than a day, so that no time of day is ambiguous. */
const A_DAY_MS = 23 * 3_600_000;

/** The right half of the log page: the search or the live tail, its progress, and the events. */
export function LogReader(props: LogReaderProps) {
  const { connectionId, connections, at, control, tail, facts, choices, onChoices, onNavigate, onShow, onTail } = props;
  const { state } = control;
  const live = tail.state.phase !== "off";
  const { held, onPause } = usePause(tail.state);
  const box = useRef<HTMLElement>(null);
  const terms = useMemo(() => termsOf(at.pattern), [at.pattern]);
  const actions = useEventActions(connectionId, at, onNavigate, onShow);
  const sources = sourcesOf(connectionId, at);
  const chips = sourceChips(sources);
  const none = state.events.length === 0;
  // Deferred while a search starts, so that the search bar does not render twice.
  const empty = useDeferredValue(live ? tail.state.events.length === 0 : none && state.phase !== "searching");
  const spanOf = useStableCallback(() => shownSpan(tail.state, state.span, Date.now()));
  const toOrder = useStableCallback((oldestFirst: boolean) => onNavigate({ oldestFirst }));
  const toSearch = useStableCallback(() => box.current?.querySelector<HTMLInputElement>("form input")?.focus());
  return (
    <section
      ref={box}
      className={styles["reader"]}
      aria-label={at.group === null ? "Log events" : `Events in ${visibleText(at.group, true)}`}
    >
      <SearchBar
        {...{ connectionId, at, empty, spanOf, onNavigate, onTail }}
        typedRef={props.typedRef}
        resetKey={props.resetKey}
        failure={live ? null : state.failure}
        nothing={none && state.phase === "done"}
        zone={choices.zone}
        tailing={tail.state.phase === "on"}
      />
      {live ? (
        <TailBar
          {...{ sources: sources.length, streams: at.streams, region: at.region, held: held?.events.length ?? null, onPause }}
          tail={tail.state}
          aws={props.awsTail}
          onLeave={props.onLeaveTail}
        />
      ) : (
        <SearchProgress {...props} />
      )}
      {chips !== null && (
        <SourceList
          {...{ connectionId, at, sources, chips, connections, onNavigate }}
          progress={live ? null : state.sources}
          zone={choices.zone}
        />
      )}
      {!live && at.group === null ? (
        <NoGroup />
      ) : !live && hasNothing(state) ? (
        at.group !== null && state.phase !== "failed" && <NothingFound {...{ state, at, onNavigate }} onOlder={control.older} />
      ) : (
        <EventsList
          {...{ facts, terms, chips, choices, onChoices, actions, live }}
          group={chips === null ? at.group : null}
          events={live ? (held ?? tail.state).events : state.events}
          list={live ? tail.state.span : state.span}
          newestFirst={!live && isNewestFirst(state)}
          busy={!live && state.phase === "searching"}
          days={!live && state.span.to - state.span.from > A_DAY_MS}
          named={at.event}
          more={live ? null : moreText(state)}
          onMore={control.older}
          onOrder={toOrder}
          onSearch={toSearch}
        />
      )}
    </section>
  );
}

/** The state that a paused live tail shows; null when it is not paused. The pause ends together with its tail. */
function usePause(tail: TailState) {
  const [paused, setPaused] = useState<TailState | null>(null);
  const held = paused !== null && paused.span === tail.span && tail.phase === "on" ? paused : null;
  return { held, onPause: () => setPaused(held === null ? tail : null) };
}

/** Shown before a log group is chosen. */
function NoGroup() {
  return (
    <div className={styles["nothing"]}>
      <h2>Choose a log group</h2>
      <p>The newest events of all its streams appear here. You can search them, follow them live, or download them.</p>
    </div>
  );
}

/** Without any rows the list is not rendered, because an empty box would look like a log without events. */
function hasNothing({ phase, events }: LogSearchState): boolean {
  return events.length === 0 && (phase === "done" || phase === "stopped" || phase === "failed");
}

/** The histogram, the progress of the search, and its failure. A rejected pattern is reported at its field instead. */
function SearchProgress({ connectionId, at, control, facts, choices, onNavigate, onBack }: LogReaderProps) {
  const { state, older, stop } = control;
  const { failure } = state;
  const zoom = ({ from, to }: { from: number; to: number }) => onNavigate({ range: { kind: "between", from, to: Math.max(to, from + 1) } });
  return (
    <>
      {state.phase !== "idle" && (
        <VolumeHistogram volume={facts.volume} span={facts.span} searched={searchedSpan(state)} zone={choices.zone} onZoom={zoom} />
      )}
      {at.group !== null && (
        <SearchStatus
          {...{ state, onBack }}
          regions={sourcesOf(connectionId, at).map(({ region }) => region)}
          zone={choices.zone}
          onStop={stop}
          onOlder={older}
        />
      )}
      {failure !== null && failure.code !== "invalid" && (
        <p role="alert" className={styles["failure"]}>
          {failure.message}
        </p>
      )}
    </>
  );
}

/** Returns the same object for the same search, so that unchanged rows do not render again. */
function useEventActions(
  connectionId: string,
  at: LogsAddress,
  onNavigate: LogReaderProps["onNavigate"],
  onShow: LogReaderProps["onShow"],
): EventActions {
  const go = useStableCallback(onNavigate);
  const show = useStableCallback(onShow);
  const isOneSource = useStableCallback(() => at.also.length === 0);
  const groupOf = useStableCallback((event: MergedEvent) => sourcesOf(connectionId, at)[event.source]?.group ?? "");
  const linkTo = useStableCallback((event: MergedEvent) => {
    const to = { ...at, range: rangeUpTo(event.at), oldestFirst: false, event: event.id };
    return `${window.location.origin}${logsHref(connectionId, to)}`;
  });
  const { pattern, columns } = at;
  return useMemo(
    () => ({
      pattern,
      columns,
      groupOf,
      linkTo,
      onPattern: (made) => go({ pattern: made }),
      onColumn: (pointer) => show({ columns: toggledColumn(columns, pointer) }),
      onAround: (event) => {
        // With several log groups, all streams are shown, because the surrounding events of the other groups are wanted.
        const streams = isOneSource() ? [event.stream] : [];
        go({ pattern: "", streams, range: rangeAround(event.at), event: event.id });
      },
    }),
    [pattern, columns, groupOf, linkTo, go, show, isOneSource],
  );
}
