"use client";

import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useCallback, useEffect, useState } from "react";
import { Age } from "#components/time/age.tsx";
import type { Action, StreamAction } from "#lib/kernel/action.ts";
import type { LogGroupsPage, LogGroupsQuery, LogSearch, LogSearchPart, LogsView } from "#lib/logs/log-view.ts";
import { FacetsPanel } from "./facets-panel.tsx";
import { HeadChoices } from "./head-choices.tsx";
import { LogGroupSelect } from "./log-group-select.tsx";
import { LogGroupsRail } from "./log-groups-rail.tsx";
import { LogReader } from "./log-reader.tsx";
import styles from "./logs.module.css";
import { type LogsAddress, logsHref, readLogsAddress } from "./logs-address.ts";
import { endsOf } from "./time-range.ts";
import { useLoadedFacts } from "./use-loaded-facts.ts";
import { useLogGroups } from "./use-log-groups.ts";
import { useLogSearch } from "./use-log-search.ts";
import { useMedia } from "./use-media.ts";
import { useReadingChoices } from "./use-reading-choices.ts";

export interface LogsScreenProps {
  readonly view: LogsView;
  /** The address's own words (`group`, `region`, `range`, `q` …), so that a link shows a colleague the same. */
  readonly address: Readonly<Record<string, string>>;
  readonly listLogGroups: Action<LogGroupsQuery, LogGroupsPage>;
  readonly searchLogEvents: StreamAction<LogSearch, LogSearchPart>;
}

/** The log reader: groups at the left, one flow over all streams of the chosen one at the right, newest first. */
export function LogsScreen({ view, address, listLogGroups, searchLogEvents }: LogsScreenProps) {
  const control = useLogSearch(searchLogEvents);
  const { at, go } = useSearchedAddress(view, address, control.begin);
  const groups = useLogGroups(view.connectionId, at.region, listLogGroups);
  const facts = useLoadedFacts(control.state);
  const [choices, setChoices] = useReadingChoices();
  const narrow = useMedia("(max-width: 760px)");
  const choose = (group: string) => go({ group, streams: [] });
  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <h1>{view.name}</h1>
        <StatusIndicator type="success">Connected</StatusIndicator>
        <span className={styles["proof"]}>
          Proven <Age at={view.provedAt} /> · <span className="mono">{view.accountId}</span>
        </span>
        <HeadChoices
          region={at.region}
          regions={view.regions}
          zone={choices.zone}
          onRegion={(region) => go({ region, group: null, streams: [] })}
          onZone={(zone) => setChoices({ zone })}
        />
      </header>
      <div className={styles["columns"]}>
        {narrow ? (
          <LogGroupSelect groups={groups} prefix={view.logGroupPrefix} chosen={at.group} onChoose={choose} />
        ) : (
          <aside className={styles["side"]}>
            <LogGroupsRail
              groups={groups}
              prefix={view.logGroupPrefix}
              chosen={at.group}
              hrefOf={(group) => logsHref(view.connectionId, { ...at, group, streams: [], event: null })}
              onChoose={choose}
            />
            <FacetsPanel facts={facts} at={at} onGo={go} />
          </aside>
        )}
        <LogReader
          connectionId={view.connectionId}
          at={at}
          control={control}
          facts={facts}
          choices={choices}
          onChoices={setChoices}
          onGo={go}
        />
        {narrow && facts.counted > 0 && (
          <details className={styles["drawer"]}>
            <summary>Fields of the loaded events</summary>
            <FacetsPanel facts={facts} at={at} onGo={go} />
          </details>
        )}
      </div>
    </div>
  );
}

/** What is shown, kept in the address; whoever goes somewhere else searches there. The address's own search runs on arrival. */
function useSearchedAddress(view: LogsView, address: LogsScreenProps["address"], begin: (search: Omit<LogSearch, "cursor">) => void) {
  const [at, setAt] = useState<LogsAddress>(() => readLogsAddress(address, view.regions));
  const search = useCallback(
    ({ group, region, range, pattern, streams }: LogsAddress) => {
      if (group === null) return;
      const some = streams.length > 0 ? { streams } : {};
      begin({ connectionId: view.connectionId, region, logGroup: group, pattern, ...some, ...endsOf(range, Date.now()) });
    },
    [begin, view.connectionId],
  );
  const go = (change: Partial<LogsAddress>) => {
    const to = { ...at, event: null, ...change };
    setAt(to);
    window.history.replaceState(null, "", logsHref(view.connectionId, to));
    search(to);
  };
  const [arrived, setArrived] = useState(false);
  useEffect(() => {
    if (arrived) return;
    setArrived(true);
    search(at);
  }, [arrived, at, search]);
  return { at, go };
}
