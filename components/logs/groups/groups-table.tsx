"use client";

import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import type { ReactNode } from "react";
import { countText } from "#components/ui/count-text.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import styles from "./rail.module.css";
import type { LogGroups } from "./use-log-groups.ts";

interface GroupsTableProps {
  readonly groups: LogGroups;
  readonly prefix: string;
  /** The name of the region, for screen readers. */
  readonly label: string;
  readonly title: string;
  /** What is shown between the search and the table. */
  readonly shortcuts?: ReactNode;
  /** A further cell of the head, if rows have three. */
  readonly lastHead?: ReactNode;
  /** Shown below the rows. */
  readonly note?: ReactNode;
  /** The rows of the table. */
  readonly children: ReactNode;
}

/** The frame of a list of log groups: search, head, and the button for more. The search matches any part of a name, case-sensitive as in AWS. */
export function GroupsTable({ groups, prefix, label, title, shortcuts, lastHead, note, children }: GroupsTableProps) {
  const { search, find, loading, failure, hasMore, more, again } = groups;
  return (
    <section className={styles["rail"]} aria-label={label}>
      <Input
        type="search"
        ariaLabel="Find log group"
        placeholder="Find log group"
        value={search}
        onChange={({ detail }) => find(detail.value)}
        clearAriaLabel="Clear log group search"
      />
      <FailureAlert failure={failure} onDismiss={again} />
      {shortcuts}
      <div className={styles["groupsScroll"]} tabIndex={-1}>
        <table className={styles["groups"]} aria-label="Log groups" aria-busy={loading}>
          <thead>
            <tr>
              <th scope="col">{title}</th>
              <th scope="col" className={styles["stored"]}>
                Stored
              </th>
              {lastHead}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
      <p className={styles["railNote"]} aria-live="polite">
        {railNote(groups, prefix)}
      </p>
      {note}
      {hasMore && (
        <Button fullWidth onClick={more} loading={loading} loadingText="Loading more log groups">
          Load more log groups
        </Button>
      )}
    </section>
  );
}

/** The number of groups loaded, and whether AWS has more. */
export function railNote({ loading, items, failure, hasMore, search }: LogGroups, prefix: string): string {
  const count = items.length;
  if (loading && count === 0) return "Loading log groups…";
  if (failure !== null && count === 0) return "Log groups could not be loaded.";
  if (count > 0) return hasMore ? `${count} loaded, AWS has more` : countText(count, "log group");
  if (hasMore) return "No matches yet. AWS has more log groups.";
  return search === ""
    ? `No log groups${prefix === "" ? "" : ` start with ${prefix}`} in this Region.`
    : "No log group in scope contains this text. The search is case-sensitive.";
}
