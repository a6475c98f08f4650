"use client";

import Button from "@cloudscape-design/components/button";
import Multiselect from "@cloudscape-design/components/multiselect";
import { useCallback, useState } from "react";
import { MAX_STREAMS } from "#components/logs/search/logs-address.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import type { Action } from "#kernel/action.ts";
import { ok } from "#kernel/result.ts";
import { ageOf } from "#kernel/time/times-and-ages.ts";
import type { LogStreamsPage, LogStreamsQuery, LogStreamView } from "#lib/logs/shared/log-view.ts";
import styles from "./rail.module.css";
import { type Pages, usePages } from "./use-pages.ts";

export type ListLogStreams = Action<LogStreamsQuery, LogStreamsPage>;

interface StreamChoiceProps {
  readonly connectionId: string;
  readonly region: string;
  readonly group: string;
  readonly chosen: readonly string[];
  /** Whether several log groups are read, always with all their streams. */
  readonly several: boolean;
  readonly list: ListLogStreams;
  readonly onChoose: (streams: readonly string[]) => void;
}

/** Selects all or some streams of a log group. Their names are fetched when the field is opened. */
export function StreamChoice({ connectionId, region, group, chosen, several, list, onChoose }: StreamChoiceProps) {
  const [enabled, setEnabled] = useState(false);
  const ask = useCallback(
    async (prefix: string, nextToken: string | null) => {
      const answer = await list({ connectionId, region, logGroup: group, prefix, nextToken });
      return answer.ok ? ok({ items: answer.value.streams, nextToken: answer.value.nextToken }) : answer;
    },
    [connectionId, region, group, list],
  );
  const found = usePages(ask, enabled);
  return (
    <div className={styles["streams"]}>
      <Multiselect
        inlineTokens
        selectedOptions={chosen.map(optionOf)}
        options={optionsOf(found, chosen)}
        disabled={several}
        placeholder={several ? "All log streams of these log groups" : "All log streams"}
        ariaLabel="Log streams"
        filteringType="manual"
        filteringPlaceholder="Name starts with"
        filteringAriaLabel="Find log stream"
        statusType={found.failure !== null ? "error" : found.loading ? "loading" : found.hasMore ? "pending" : "finished"}
        errorText={found.failure?.message ?? ""}
        recoveryText="Try again"
        loadingText="Loading log streams…"
        empty={
          found.search === "" ? "This log group has no log streams." : "No log stream starts with this text. The search is case-sensitive."
        }
        onLoadItems={({ detail }) => {
          setEnabled(true);
          if (detail.filteringText !== found.search) found.find(detail.filteringText);
          else if (found.failure !== null) found.again();
          else if (!detail.firstPage) found.more();
        }}
        onChange={({ detail }) => onChoose(detail.selectedOptions.map(({ value }) => value ?? "").slice(0, MAX_STREAMS))}
        expandToViewport
      />
      {several && <small>To choose log streams, search only one log group.</small>}
      {chosen.length > 0 && (
        <Button variant="inline-link" onClick={() => onChoose([])}>
          Search all log streams
        </Button>
      )}
    </div>
  );
}

/** Selected streams stay in the list, so that they can be removed even if they are on no fetched page. */
function optionsOf({ search, items }: Pages<LogStreamView>, chosen: readonly string[]) {
  const known = new Set(items.map(({ name }) => name));
  const now = Date.now();
  return [
    ...chosen.filter((name) => search === "" && !known.has(name)).map(optionOf),
    ...items.map(({ name, lastEventAt }) => ({
      ...optionOf(name),
      description: lastEventAt === null ? "No known events" : `Last event ${ageOf(now, lastEventAt)}`,
    })),
  ];
}

function optionOf(name: string) {
  return { value: name, label: visibleText(name, true) };
}
