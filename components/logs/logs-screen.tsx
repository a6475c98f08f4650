"use client";

import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useDeferredValue, useMemo, useReducer, useRef, useState } from "react";
import { useLoadedFacts } from "#components/logs/analysis/loaded-facts.ts";
import { PageTabs } from "#components/query/page-tabs.tsx";
import { Age } from "#components/ui/age.tsx";
import { useMediaQuery } from "#components/ui/use-media-query.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { LogsView } from "#lib/logs/shared/log-view.ts";
import type { FavoriteView, SavedSearchView } from "#lib/logs/shared/saved-searches-view.ts";
import { FacetsPanel } from "./analysis/facets-panel.tsx";
import { GroupsSide, type LogGroupActions } from "./groups/groups-side.tsx";
import { HeaderControls } from "./header-controls.tsx";
import { SavedSearches } from "./later-parts.tsx";
import { LogReader } from "./log-reader.tsx";
import styles from "./logs.module.css";
import type { SavedSearchActions } from "./saved/saved-searches.tsx";
import type { Span } from "./search/log-search-state.ts";
import { addressWords, logsHref, readLogsAddress, toggledColumn } from "./search/logs-address.ts";
import { queryHrefOf } from "./search/query-href-of.ts";
import { useLogSearch } from "./search/use-log-search.ts";
import { useSearchedAddress } from "./search/use-searched-address.ts";
import { shownSpan } from "./tail/tail-state.ts";
import { useLiveTail } from "./tail/use-live-tail.ts";
import { useDisplaySettings } from "./use-display-settings.ts";
import { useViewActions } from "./use-view-actions.ts";

export interface LogsActions extends LogGroupActions, SavedSearchActions {}

export interface LogsScreenProps {
  readonly view: LogsView;
  /** All connections that can be read now, including this one, because a search may include log groups of several. */
  readonly connections: readonly LogsView[];
  readonly saved: readonly SavedSearchView[];
  readonly favorites: readonly FavoriteView[];
  /** The URL's parameters (`group`, `region`, `range`, `q` …), so that a shared link shows the same. */
  readonly address: Readonly<Record<string, string>>;
  readonly actions: LogsActions;
}

/** The log page: log groups at the left, the merged events of the selected ones at the right, newest first. */
export function LogsScreen({ view, connections, saved: initialSaved, favorites, address, actions }: LogsScreenProps) {
  const control = useLogSearch();
  const tail = useLiveTail();
  /** Incremented when a search used another pattern than the typed one, which is then replaced. */
  const [resetKey, replaceTyped] = useReducer((before: number) => before + 1, 0);
  const searched = useSearchedAddress(view, address, control.begin, () => {
    tail.leave();
    replaceTyped();
  });
  const { at, show, back } = searched;
  // Renders the rows first; their statistics follow with low priority.
  const facts = useLoadedFacts(useDeferredValue(tail.state.phase === "off" ? control.state : tail.state));
  const typedRef = useRef(at.pattern);
  const [choices, setChoices] = useDisplaySettings();
  const [saved, setSaved] = useState(initialSaved);
  const [savedOpen, setSavedOpen] = useState(false);
  const narrow = useMediaQuery("(max-width: 760px)");
  const { navigate, toTail, awsTail } = useViewActions({ view, address: searched, control, tail, typedRef, onReplaceTyped: replaceTyped });
  const toColumn = useStableCallback((pointer: string) => show({ columns: toggledColumn(at.columns, pointer) }));
  const facets = useMemo(
    () => <FacetsPanel {...{ facts, at, view }} onNavigate={navigate} onColumn={toColumn} />,
    [facts, at, view, navigate, toColumn],
  );
  const toRegion = useStableCallback((region: string) => navigate({ region, group: null, streams: [], also: [] }));
  const toZone = useStableCallback((zone: typeof choices.zone) => setChoices({ zone }));
  const { event: _, ...savedWords } = addressWords(at);
  const linkOver = (span: Span) =>
    `${window.location.origin}${logsHref(view.connectionId, { ...at, event: null, range: { kind: "between", ...span } })}`;
  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <h1>{view.name}</h1>
        <StatusIndicator type="success">Connected</StatusIndicator>
        <span className={styles["verified"]}>
          Verified <Age at={view.verifiedAt} /> · <span className="mono">{view.accountId}</span>
        </span>
        <PageTabs eventsHref={logsHref(view.connectionId, at)} queryHref={queryHrefOf(view.connectionId, at)} current="events" />
        <HeaderControls
          region={at.region}
          regions={view.regions}
          zone={choices.zone}
          narrow={narrow}
          onSaved={useStableCallback(() => setSavedOpen(true))}
          onRegion={toRegion}
          onZone={toZone}
        />
      </header>
      <div className={styles["columns"]}>
        <aside className={narrow ? undefined : styles["side"]}>
          <GroupsSide {...{ view, connections, favorites, at, narrow, actions }} onNavigate={navigate} />
          {!narrow && facets}
        </aside>
        <LogReader
          {...{ connections, at, control, tail, facts, choices, typedRef, resetKey }}
          connectionId={view.connectionId}
          onChoices={setChoices}
          onNavigate={navigate}
          onShow={show}
          onTail={toTail}
          onLeaveTail={useStableCallback(() => navigate({}))}
          onBack={back}
          awsTail={awsTail}
        />
        {narrow && facts.counted > 0 && (
          <details className={styles["drawer"]}>
            <summary>Fields in loaded events</summary>
            {facets}
          </details>
        )}
      </div>
      {savedOpen && (
        <SavedSearches
          {...{ saved, connections, actions }}
          connectionId={view.connectionId}
          words={at.group === null ? null : { ...savedWords, region: at.region }}
          link={at.group === null ? null : linkOver(shownSpan(tail.state, control.state.span, Date.now()))}
          onSaved={setSaved}
          onOpen={(words) => navigate(readLogsAddress(words, view.regions))}
          onClose={() => setSavedOpen(false)}
        />
      )}
    </div>
  );
}
