"use client";

import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { useEffect, useRef } from "react";
import { FailureAlert } from "#components/messages/failure-alert.tsx";
import type { LogGroupView } from "#lib/logs/log-view.ts";
import { bytesText } from "./bytes-text.ts";
import styles from "./rail.module.css";
import type { Favourites } from "./use-favourites.ts";
import type { LogGroups } from "./use-log-groups.ts";
import { visibleText } from "./visible-text.ts";

interface LogGroupsRailProps {
  readonly groups: LogGroups;
  readonly prefix: string;
  readonly chosen: string | null;
  /** The favourites and the groups last looked at; null where the groups of another connection are listed. */
  readonly own: { readonly favourites: Favourites; readonly recent: readonly string[] } | null;
  readonly hrefOf: (group: string) => string;
  /** Shows a group; left out where its link has to be followed. */
  readonly onChoose?: ((group: string) => void) | undefined;
  readonly isInFlow: (group: string) => boolean;
  /** Puts a group into the flow; null when there is none yet, or when it is full. */
  readonly onAdd: ((group: string) => void) | null;
}

/** The log groups in scope: find one by any part of its name, in the case that AWS has it, and choose it. */
export function LogGroupsRail(props: LogGroupsRailProps) {
  const { groups: found, prefix, chosen, own } = props;
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
      {own !== null && search === "" && (
        <>
          <Shortcuts {...props} title="Favourites" groups={own.favourites.groups} />
          <Shortcuts {...props} title="Recent" groups={own.recent.filter((name) => !own.favourites.groups.includes(name))} />
          <FailureAlert failure={own.favourites.failure} onDismiss={own.favourites.dismiss} />
        </>
      )}
      <div className={styles["groupsScroll"]} tabIndex={-1}>
        <table className={styles["groups"]} aria-label="Log groups" aria-busy={loading}>
          <thead>
            <tr>
              <th scope="col">Log groups</th>
              <th scope="col">Stored</th>
            </tr>
          </thead>
          <tbody>
            {beyond && <GroupRow group={{ ...UNKNOWN, name: chosen }} {...props} />}
            {groups.map((group) => (
              <GroupRow key={group.name} group={group} {...props} />
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

const UNKNOWN: LogGroupView = { name: "", storedBytes: null, retentionDays: null, logClass: null };

interface ShortcutsProps extends Omit<LogGroupsRailProps, "groups"> {
  readonly title: string;
  readonly groups: readonly string[];
}

/** A few groups at hand. They are buttons: the links are those of the table. */
function Shortcuts({ title, groups: names, chosen, onChoose }: ShortcutsProps) {
  if (names.length === 0) return null;
  return (
    <div className={styles["shortcuts"]}>
      <h2>{title}</h2>
      <ul aria-label={`${title}: log groups`}>
        {names.map((name) => (
          <li key={name}>
            <button type="button" aria-current={name === chosen ? "true" : undefined} onClick={() => onChoose?.(name)}>
              {visibleText(name, true)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function GroupRow({ group, chosen, own, hrefOf, onChoose, isInFlow, onAdd }: LogGroupsRailProps & { readonly group: LogGroupView }) {
  const row = useRef<HTMLTableRowElement>(null);
  const { name, storedBytes, logClass } = group;
  const isChosen = name === chosen;
  const shown = visibleText(name, true);
  const starred = own?.favourites.groups.includes(name) === true;
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  return (
    <tr ref={row} className={isChosen ? styles["chosenGroup"] : ""}>
      <td>
        <a
          href={hrefOf(name)}
          aria-current={isChosen ? "true" : undefined}
          onClick={(event) => {
            if (onChoose === undefined || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
            event.preventDefault();
            onChoose(name);
          }}
        >
          {shown}
        </a>
        {logClass === "INFREQUENT_ACCESS" && <span className={styles["class"]}>Infrequent Access</span>}
      </td>
      <td>
        <span className={styles["stored"]}>{storedBytes === null ? "" : bytesText(storedBytes)}</span>
        <span className={styles["groupActs"]}>
          {onAdd !== null && !isChosen && !isInFlow(name) && (
            <button
              type="button"
              aria-label={`Add to the flow: ${shown}`}
              title="Read it along with the chosen one"
              onClick={() => onAdd(name)}
            >
              +
            </button>
          )}
          {own !== null && (
            <button
              type="button"
              className={starred ? styles["starred"] : ""}
              aria-pressed={starred}
              aria-label={`Favourite: ${shown}`}
              title={starred ? "No favourite any more" : "Make it a favourite"}
              onClick={() => own.favourites.toggle(name)}
            >
              {starred ? "★" : "☆"}
            </button>
          )}
        </span>
      </td>
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
    ? `No log groups${prefix === "" ? "" : ` start with ${prefix}`} in this region.`
    : "No log group in scope contains this. Upper and lower case count.";
}
