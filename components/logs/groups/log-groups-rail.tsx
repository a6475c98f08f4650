"use client";

import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { useEffect, useRef, useState } from "react";
import { visibleText } from "#components/logs/events/visible-text.ts";
import { type LogsAddress, MOST_SOURCES } from "#components/logs/search/logs-address.ts";
import { bytesText } from "#components/logs/search/search-texts.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import type { LogGroupView } from "#lib/logs/shared/log-view.ts";
import type { FlowChoice } from "./flow-choice.ts";
import styles from "./rail.module.css";
import type { Favourites } from "./use-favorites.ts";
import type { LogGroups } from "./use-log-groups.ts";

interface LogGroupsRailProps {
  readonly groups: LogGroups;
  readonly prefix: string;
  readonly chosen: string | null;
  /** The favourites and the groups last looked at; null where the groups of another connection are listed. */
  readonly own: { readonly favourites: Favourites; readonly recent: readonly string[] } | null;
  readonly hrefOf: (group: string) => string;
  /** Shows a group; left out where its link has to be followed. */
  readonly onChoose?: ((group: string) => void) | undefined;
  readonly flow: FlowChoice;
  readonly onFlow: (change: Partial<LogsAddress>) => void;
}

/** The log groups in scope: find one by any part of its name, in the case that AWS has it, and choose it. */
export function LogGroupsRail(props: LogGroupsRailProps) {
  const { groups: found, prefix, chosen, own } = props;
  const { search, find, items: groups, loading, failure, hasMore, more } = found;
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
        clearAriaLabel="Clear log group search"
      />
      <FailureAlert failure={failure} onDismiss={found.again} />
      {own !== null && search === "" && (
        <>
          <Shortcuts {...props} title="Favorites" groups={own.favourites.groups} />
          <Shortcuts {...props} title="Recent" groups={own.recent.filter((name) => !own.favourites.groups.includes(name))} />
          <FailureAlert failure={own.favourites.failure} onDismiss={own.favourites.dismiss} />
        </>
      )}
      <div className={styles["groupsScroll"]} tabIndex={-1}>
        <table className={styles["groups"]} aria-label="Log groups" aria-busy={loading}>
          <thead>
            <tr>
              <th scope="col">Log groups</th>
              <th scope="col" className={styles["stored"]}>
                Stored
              </th>
              <td className={styles["star"]} />
            </tr>
          </thead>
          <tbody>
            {beyond && <GroupRow {...props} group={{ ...UNKNOWN, name: chosen }} />}
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
          Load more log groups
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

function GroupRow({ group, chosen, own, hrefOf, onChoose, flow, onFlow }: LogGroupsRailProps & { readonly group: LogGroupView }) {
  const row = useRef<HTMLTableRowElement>(null);
  const { name, storedBytes, logClass } = group;
  const isChosen = name === chosen;
  const shown = visibleText(name, true);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  return (
    <tr ref={row} className={isChosen ? styles["chosenGroup"] : ""}>
      <td>
        <InFlow {...{ name, shown, flow, onFlow }} />
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
      <td className={styles["stored"]}>{storedBytes === null ? "" : bytesText(storedBytes)}</td>
      <td className={styles["star"]}>{own !== null && <Star name={name} shown={shown} favourites={own.favourites} />}</td>
    </tr>
  );
}

interface InFlowProps extends Pick<LogGroupsRailProps, "flow" | "onFlow"> {
  readonly name: string;
  readonly shown: string;
}

/** A tick for each group that is read: several together are one flow. */
function InFlow({ name, shown, flow, onFlow }: InFlowProps) {
  const has = flow.has(name);
  const [known, setKnown] = useState(has);
  // The tick answers at once; the flow is drawn a moment after AWS was asked.
  const [ticked, setTicked] = useState(has);
  if (known !== has) {
    setKnown(has);
    setTicked(has);
  }
  const change = flow.change(name);
  const add = change === null ? `A search covers at most ${MOST_SOURCES} log groups` : "Add to search";
  const leaveOut = change === null ? "Included in search" : "Remove from search";
  return (
    <input
      type="checkbox"
      aria-label={`Include: ${shown}`}
      title={has ? leaveOut : add}
      checked={ticked}
      disabled={change === null}
      onChange={() => {
        if (change === null) return;
        setTicked(!has);
        onFlow(change);
      }}
    />
  );
}

function Star({ name, shown, favourites }: { readonly name: string; readonly shown: string; readonly favourites: Favourites }) {
  const starred = favourites.groups.includes(name);
  return (
    <button
      type="button"
      className={starred ? styles["starred"] : ""}
      aria-pressed={starred}
      aria-label={`Favorite: ${shown}`}
      title={starred ? "Remove from favorites" : "Add to favorites"}
      onClick={() => favourites.toggle(name)}
    >
      {starred ? "★" : "☆"}
    </button>
  );
}

/** How many groups are there, and whether AWS has more of them. */
export function railNote({ loading, items, failure, hasMore, search }: LogGroups, prefix: string): string {
  const count = items.length;
  if (loading && count === 0) return "Loading log groups…";
  if (failure !== null && count === 0) return "Log groups could not be loaded.";
  if (count > 0) return hasMore ? `${count} loaded, AWS has more` : `${count} log ${count === 1 ? "group" : "groups"}`;
  if (hasMore) return "No matches yet. AWS has more log groups.";
  return search === ""
    ? `No log groups${prefix === "" ? "" : ` start with ${prefix}`} in this region.`
    : "No log group in scope contains this text. The search is case-sensitive.";
}
