"use client";

import Select from "@cloudscape-design/components/select";
import { memo, useState } from "react";
import type { LogsView } from "#lib/logs/log-view.ts";
import type { FavouriteView } from "#lib/logs/saved-searches-view.ts";
import { LogGroupSelect } from "./log-group-select.tsx";
import { LogGroupsRail } from "./log-groups-rail.tsx";
import { isSameSource, type LogsAddress, logsHref, MOST_SOURCES, sourcesOf } from "./logs-address.ts";
import type { LogsActions } from "./logs-screen.tsx";
import { useFavourites } from "./use-favourites.ts";
import { useLogGroups } from "./use-log-groups.ts";
import { useRecentGroups } from "./use-recent-groups.ts";

interface GroupsSideProps {
  readonly view: LogsView;
  readonly connections: readonly LogsView[];
  readonly favourites: readonly FavouriteView[];
  readonly at: LogsAddress;
  readonly narrow: boolean;
  readonly actions: LogsActions;
  readonly onGo: (change: Partial<LogsAddress>) => void;
}

/** The log groups of this connection or of another one, to be chosen or read along. */
export const GroupsSide = memo(function GroupsSide({ view, connections, favourites, at, narrow, actions, onGo }: GroupsSideProps) {
  const [listed, setListed] = useState(view);
  const isOwn = listed.connectionId === view.connectionId;
  const region = isOwn || listed.regions.includes(at.region) ? at.region : (listed.regions[0] ?? at.region);
  const groups = useLogGroups(listed.connectionId, region, actions.listLogGroups);
  const stars = useFavourites(view.connectionId, at.region, favourites, actions.setFavourite);
  const recent = useRecentGroups(view.connectionId, at.region, at.group);
  const sources = sourcesOf(view.connectionId, at);
  const sourceOf = (group: string) => ({ connectionId: listed.connectionId, region, group });
  const isFull = sources.length === 0 || sources.length >= MOST_SOURCES;
  const choose = (group: string) => onGo({ group, streams: [], also: [] });
  const flow = {
    isInFlow: (group: string) => sources.some((source) => isSameSource(source, sourceOf(group))),
    onAdd: isFull ? null : (group: string) => onGo({ also: [...at.also, sourceOf(group)], streams: [] }),
  };
  if (narrow) return <LogGroupSelect groups={groups} prefix={view.logGroupPrefix} chosen={at.group} onChoose={choose} {...flow} />;
  const others = { streams: [], also: [], event: null };
  return (
    <>
      {connections.length > 1 && (
        <Select
          ariaLabel="Log groups of"
          selectedOption={optionOf(listed)}
          options={connections.map(optionOf)}
          onChange={({ detail }) => setListed(connections.find(({ connectionId }) => connectionId === detail.selectedOption.value) ?? view)}
          expandToViewport
        />
      )}
      <LogGroupsRail
        groups={groups}
        prefix={listed.logGroupPrefix}
        chosen={isOwn ? at.group : null}
        own={isOwn ? { favourites: stars, recent } : null}
        hrefOf={(group) => logsHref(listed.connectionId, { ...at, ...others, region, group })}
        onChoose={isOwn ? choose : undefined}
        {...flow}
      />
    </>
  );
});

function optionOf({ connectionId, name, accountId }: LogsView) {
  return { value: connectionId, label: name, description: accountId };
}
