"use client";

import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { useEffect, useRef } from "react";
import { FailureAlert } from "#components/messages/failure-alert.tsx";
import { bytesText } from "./bytes-text.ts";
import styles from "./logs.module.css";
import type { LogGroups } from "./use-log-groups.ts";
import { visibleText } from "./visible-text.ts";

interface LogGroupsRailProps {
  readonly groups: LogGroups;
  readonly prefix: string;
  readonly chosen: string | null;
  readonly hrefOf: (group: string) => string;
  readonly onChoose: (group: string) => void;
}

/** The log groups in scope: find one by any part of its name, in the case that AWS has it, and choose it. */
export function LogGroupsRail({ groups: found, prefix, chosen, hrefOf, onChoose }: LogGroupsRailProps) {
  const { search, find, groups, loading, failure, hasMore, more } = found;
  // The chosen group stays in sight while the page that holds it has not come.
  const beyond = chosen !== null && search === "" && groups.length > 0 && !groups.some(({ name }) => name === chosen);
  return (
    <section className={styles["rail"]} aria-label="Choose a log group">
      <Input
        type="search"
        ariaLabel="Find log group"
        placeholder="Find log group"
        value={search}
        onChange={({ detail }) => find(detail.value)}
        clearAriaLabel="Clear the search for log groups"
      />
      <FailureAlert failure={failure} onDismiss={() => find("")} />
      <div className={styles["groupsScroll"]} tabIndex={-1}>
        <table className={styles["groups"]} aria-label="Log groups" aria-busy={loading}>
          <thead>
            <tr>
              <th scope="col">Log groups</th>
              <th scope="col">Stored</th>
            </tr>
          </thead>
          <tbody>
            {beyond && <GroupRow name={chosen} bytes={null} isChosen href={hrefOf(chosen)} onChoose={onChoose} />}
            {groups.map(({ name, storedBytes }) => (
              <GroupRow key={name} name={name} bytes={storedBytes} isChosen={name === chosen} href={hrefOf(name)} onChoose={onChoose} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles["railNote"]} aria-live="polite">
        {railNote(found, prefix)}
      </p>
      {hasMore && (
        <Button fullWidth onClick={more} loading={loading} loadingText="Loading more log groups">
          More log groups
        </Button>
      )}
    </section>
  );
}

interface GroupRowProps {
  readonly name: string;
  readonly bytes: number | null;
  readonly isChosen: boolean;
  readonly href: string;
  readonly onChoose: (group: string) => void;
}

function GroupRow({ name, bytes, isChosen, href, onChoose }: GroupRowProps) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  return (
    <tr ref={row} className={isChosen ? styles["chosenGroup"] : ""}>
      <td>
        <a
          href={href}
          aria-current={isChosen ? "true" : undefined}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
            event.preventDefault();
            onChoose(name);
          }}
        >
          {visibleText(name, true)}
        </a>
      </td>
      <td>{bytes === null ? "" : bytesText(bytes)}</td>
    </tr>
  );
}

/** How many groups are there, and whether AWS has more of them. */
export function railNote({ loading, groups, hasMore, search }: LogGroups, prefix: string): string {
  const count = groups.length;
  if (loading && count === 0) return "Asking AWS for the log groups …";
  if (count > 0) return hasMore ? `${count} shown, AWS has more` : `${count} log ${count === 1 ? "group" : "groups"}`;
  if (hasMore) return "None so far; AWS has more to look through.";
  return search === ""
    ? `No log groups start with ${prefix} in this region.`
    : "No log group in scope contains this. Upper and lower case count.";
}
