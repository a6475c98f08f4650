"use client";

import Select from "@cloudscape-design/components/select";
import { useCallback, useEffect, useState } from "react";
import { Age } from "#components/time/age.tsx";
import type { Action, StreamAction } from "#lib/kernel/action.ts";
import type { LogGroupsPage, LogGroupsQuery, LogSearch, LogSearchPart, LogsView } from "#lib/logs/log-view.ts";
import { LogGroupsRail } from "./log-groups-rail.tsx";
import { LogReader } from "./log-reader.tsx";
import styles from "./logs.module.css";
import { type LogsAddress, logsHref, readLogsAddress } from "./logs-address.ts";
import { endsOf } from "./time-range.ts";
import { useLogSearch } from "./use-log-search.ts";

export interface LogsScreenProps {
  readonly view: LogsView;
  /** The address's own words (`group`, `region`, `range`, `q`), so that a link shows a colleague the same. */
  readonly address: Readonly<Record<string, string>>;
  readonly listLogGroups: Action<LogGroupsQuery, LogGroupsPage>;
  readonly searchLogEvents: StreamAction<LogSearch, LogSearchPart>;
}

/** The log reader: groups at the left, one flow over all streams of the chosen one at the right, newest first. */
export function LogsScreen({ view, address, listLogGroups, searchLogEvents }: LogsScreenProps) {
  const [at, setAt] = useState<LogsAddress>(() => readLogsAddress(address, view.regions));
  const control = useLogSearch(searchLogEvents);
  const { begin } = control;

  const search = useCallback(
    (to: LogsAddress) => {
      if (to.group === null) return;
      const { from, to: end } = endsOf(to.range, Date.now());
      begin({ connectionId: view.connectionId, region: to.region, logGroup: to.group, pattern: to.pattern, from, to: end });
    },
    [begin, view.connectionId],
  );
  const go = (change: Partial<LogsAddress>) => {
    const to = { ...at, ...change };
    setAt(to);
    window.history.replaceState(null, "", logsHref(view.connectionId, to));
    search(to);
  };
  // The search that the address names runs once, on arrival; later ones are asked for by hand.
  const [arrived, setArrived] = useState(false);
  useEffect(() => {
    if (arrived) return;
    setArrived(true);
    search(at);
  }, [arrived, at, search]);

  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <h1>{view.name}</h1>
        <span className={styles["proof"]}>
          Proven <Age at={view.provedAt} /> · <span className="mono">{view.accountId}</span>
        </span>
        <Select
          ariaLabel="Region"
          selectedOption={{ value: at.region, label: at.region }}
          options={view.regions.map((region) => ({ value: region, label: region }))}
          onChange={({ detail }) => go({ region: detail.selectedOption.value ?? at.region, group: null })}
          expandToViewport
        />
      </header>
      <div className={styles["columns"]}>
        <LogGroupsRail
          key={at.region}
          connectionId={view.connectionId}
          region={at.region}
          prefix={view.logGroupPrefix}
          chosen={at.group}
          hrefOf={(group) => logsHref(view.connectionId, { ...at, group })}
          onChoose={(group) => go({ group })}
          list={listLogGroups}
        />
        <LogReader at={at} control={control} onGo={go} />
      </div>
    </div>
  );
}
