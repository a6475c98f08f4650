"use client";

import Select from "@cloudscape-design/components/select";
import { memo, useState } from "react";
import styles from "#components/logs/logs.module.css";
import { type LogsAddress, logsHref } from "#components/logs/search/logs-address.ts";
import { onlyText } from "#components/logs/search/search-texts.ts";
import type { Action } from "#kernel/action.ts";
import { LOG_ACCESS_NAMES } from "#kernel/verification/verdict.ts";
import type { LogGroupsPage, LogGroupsQuery, LogsView } from "#lib/logs/shared/log-view.ts";
import type { FavoriteView } from "#lib/logs/shared/saved-searches-view.ts";
import { LogGroupSelect, MoreLogGroups } from "./log-group-select.tsx";
import { LogGroupsRail } from "./log-groups-rail.tsx";
import { sourceChoice } from "./source-choice.ts";
import { type ListLogStreams, StreamChoice } from "./stream-choice.tsx";
import { type SetFavorite, useFavorites } from "./use-favorites.ts";
import { useLogGroups } from "./use-log-groups.ts";
import { useRecentGroups } from "./use-recent-groups.ts";

export interface LogGroupActions {
  readonly listLogGroups: Action<LogGroupsQuery, LogGroupsPage>;
  readonly listLogStreams: ListLogStreams;
  readonly setFavorite: SetFavorite;
}

interface GroupsSideProps {
  readonly view: LogsView;
  readonly connections: readonly LogsView[];
  readonly favorites: readonly FavoriteView[];
  readonly at: LogsAddress;
  readonly narrow: boolean;
  readonly actions: LogGroupActions;
  readonly onNavigate: (change: Partial<LogsAddress>) => void;
}

/** The log groups of this or another connection, to select or to add to the search. */
export const GroupsSide = memo(function GroupsSide({ view, connections, favorites, at, narrow, actions, onNavigate }: GroupsSideProps) {
  const [listed, setListed] = useState(view);
  const isOwn = listed.connectionId === view.connectionId;
  const region = isOwn || listed.regions.includes(at.region) ? at.region : (listed.regions[0] ?? at.region);
  const groups = useLogGroups(listed.connectionId, region, actions.listLogGroups);
  const stars = useFavorites(view.connectionId, at.region, favorites, actions.setFavorite);
  const recent = useRecentGroups(view.connectionId, at.region, at.group);
  const choose = (group: string) => onNavigate({ group, streams: [], also: [] });
  const sources = sourceChoice(view.connectionId, at, { connectionId: listed.connectionId, region });
  const streams = at.group !== null && (
    <StreamChoice
      key={`${at.region} ${at.group}`}
      connectionId={view.connectionId}
      region={at.region}
      group={at.group}
      chosen={at.also.length === 0 ? at.streams : []}
      several={at.also.length > 0}
      list={actions.listLogStreams}
      onChoose={(chosen) => onNavigate({ streams: chosen })}
    />
  );
  if (narrow)
    return (
      <>
        <LogGroupSelect {...{ groups, recent }} prefix={view.logGroupPrefix} chosen={at.group} favorites={stars} onChoose={choose} />
        {at.group !== null && (
          <details className={styles["drawer"]}>
            <summary>Log streams, more log groups{onlyText(at.streams, 1 + at.also.length)}</summary>
            <div className={styles["drawerRows"]}>
              {streams}
              <MoreLogGroups {...{ groups, sources }} prefix={view.logGroupPrefix} onSources={onNavigate} />
            </div>
          </details>
        )}
      </>
    );
  const others = { streams: [], also: [], event: null };
  return (
    <>
      {connections.length > 1 && (
        <Select
          ariaLabel="Show log groups of"
          selectedOption={optionOf(listed)}
          options={connections.map(optionOf)}
          onChange={({ detail }) => setListed(connections.find(({ connectionId }) => connectionId === detail.selectedOption.value) ?? view)}
          expandToViewport
        />
      )}
      <LogGroupsRail
        {...{ groups, sources }}
        prefix={listed.logGroupPrefix}
        chosen={isOwn ? at.group : null}
        own={isOwn ? { favorites: stars, recent } : null}
        hrefOf={(group) => logsHref(listed.connectionId, { ...at, ...others, region, group })}
        onChoose={isOwn ? choose : undefined}
        onSources={onNavigate}
      />
      {streams}
    </>
  );
});

function optionOf({ connectionId, name, accountId, logAccess }: LogsView) {
  return { value: connectionId, label: name, description: `${accountId} · Log access: ${LOG_ACCESS_NAMES[logAccess]}` };
}
