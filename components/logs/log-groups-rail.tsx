"use client";

import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { FailureAlert } from "#components/messages/failure-alert.tsx";
import type { Action } from "#lib/kernel/action.ts";
import type { LogGroupsPage, LogGroupsQuery } from "#lib/logs/log-view.ts";
import { bytesText } from "./bytes-text.ts";
import styles from "./logs.module.css";
import { useLogGroups } from "./use-log-groups.ts";
import { visibleText } from "./visible-text.ts";

interface LogGroupsRailProps {
  readonly connectionId: string;
  readonly region: string;
  readonly prefix: string;
  readonly chosen: string | null;
  readonly hrefOf: (group: string) => string;
  readonly onChoose: (group: string) => void;
  readonly list: Action<LogGroupsQuery, LogGroupsPage>;
}

/** The log groups in scope: find one by any part of its name, in the case that AWS has it, and choose it. */
export function LogGroupsRail({ connectionId, region, prefix, chosen, hrefOf, onChoose, list }: LogGroupsRailProps) {
  const [search, setSearch] = useState("");
  const { groups, loading, failure, hasMore, more } = useLogGroups(connectionId, region, search, list);
  return (
    <section className={styles["rail"]} aria-label="Choose a log group">
      <Input
        type="search"
        ariaLabel="Find log group"
        placeholder="Find log group"
        value={search}
        onChange={({ detail }) => setSearch(detail.value)}
        clearAriaLabel="Clear the search for log groups"
      />
      <FailureAlert failure={failure} onDismiss={() => setSearch("")} />
      <div className={styles["groupsScroll"]} tabIndex={-1}>
        <table className={styles["groups"]} aria-label="Log groups" aria-busy={loading}>
          <thead>
            <tr>
              <th scope="col">Log groups</th>
              <th scope="col">Stored</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.name} className={group.name === chosen ? styles["chosenGroup"] : ""}>
                <td>
                  <a
                    href={hrefOf(group.name)}
                    aria-current={group.name === chosen ? "true" : undefined}
                    onClick={(event) => {
                      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
                      event.preventDefault();
                      onChoose(group.name);
                    }}
                  >
                    {visibleText(group.name, true)}
                  </a>
                </td>
                <td>{group.storedBytes === null ? "" : bytesText(group.storedBytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles["railNote"]} aria-live="polite">
        {railNote(loading, groups.length, hasMore, search, prefix)}
      </p>
      {hasMore && (
        <div className={styles["more"]}>
          <Button onClick={more} loading={loading} loadingText="Loading more log groups">
            More log groups
          </Button>
        </div>
      )}
    </section>
  );
}

function railNote(loading: boolean, count: number, hasMore: boolean, search: string, prefix: string): string {
  if (loading && count === 0) return "Asking AWS for the log groups …";
  if (count > 0) return hasMore ? `${count} shown, AWS has more` : `${count} log ${count === 1 ? "group" : "groups"}`;
  if (hasMore) return "None so far; AWS has more to look through.";
  return search === ""
    ? `No log groups start with ${prefix} in this region.`
    : "No log group in scope contains this. Upper and lower case count.";
}
