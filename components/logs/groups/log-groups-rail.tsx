"use client";

import { useEffect, useRef, useState } from "react";
import { type LogsAddress, MAX_SOURCES } from "#components/logs/search/logs-address.ts";
import { bytesText } from "#components/logs/search/search-texts.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import type { LogClass, LogGroupView } from "#lib/logs/shared/log-view.ts";
import { GroupsTable } from "./groups-table.tsx";
import styles from "./rail.module.css";
import type { SourceChoice } from "./source-choice.ts";
import type { Favorites } from "./use-favorites.ts";
import type { LogGroups } from "./use-log-groups.ts";

interface LogGroupsRailProps {
  readonly groups: LogGroups;
  readonly prefix: string;
  readonly chosen: string | null;
  /** The favorites and recent groups; null when another connection's groups are listed. */
  readonly own: { readonly favorites: Favorites; readonly recent: readonly string[] } | null;
  readonly hrefOf: (group: string) => string;
  /** Shows a group; omitted where its link is followed instead. */
  readonly onChoose?: ((group: string) => void) | undefined;
  readonly sources: SourceChoice;
  readonly onSources: (change: Partial<LogsAddress>) => void;
}

/** The log groups in scope, with favorite and recent ones above. */
export function LogGroupsRail(props: LogGroupsRailProps) {
  const { groups: found, prefix, chosen, own } = props;
  const { search, items: groups } = found;
  // Shows the selected group even while the page that contains it is not loaded.
  const beyond = chosen !== null && search === "" && groups.length > 0 && !groups.some(({ name }) => name === chosen);
  return (
    <GroupsTable
      groups={found}
      prefix={prefix}
      label="Choose a log group"
      title="Log groups"
      lastHead={<td className={styles["star"]} />}
      shortcuts={
        own !== null &&
        search === "" && (
          <>
            <Shortcuts {...props} title="Favorites" groups={own.favorites.groups} />
            <Shortcuts {...props} title="Recent" groups={own.recent.filter((name) => !own.favorites.groups.includes(name))} />
            <FailureAlert failure={own.favorites.failure} onDismiss={own.favorites.dismiss} />
          </>
        )
      }
    >
      {beyond && <GroupRow {...props} group={{ ...UNKNOWN, name: chosen }} />}
      {groups.map((group) => (
        <GroupRow key={group.name} group={group} {...props} />
      ))}
    </GroupsTable>
  );
}

const UNKNOWN: LogGroupView = { name: "", storedBytes: null, retentionDays: null, logClass: null };

interface ShortcutsProps extends Omit<LogGroupsRailProps, "groups"> {
  readonly title: string;
  readonly groups: readonly string[];
}

/** Favorite or recent groups. They are buttons, because the table already contains the links. */
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

/** The name beside a log group whose class AWS restricts; the standard class has every feature. */
const CLASS_NAMES: Readonly<Record<LogClass, string | null>> = {
  STANDARD: null,
  INFREQUENT_ACCESS: "Infrequent Access",
  ESSENTIALS: "Essentials",
  DELIVERY: "Delivery",
};

function GroupRow({ group, chosen, own, hrefOf, onChoose, sources, onSources }: LogGroupsRailProps & { readonly group: LogGroupView }) {
  const row = useRef<HTMLTableRowElement>(null);
  const { name, storedBytes, logClass } = group;
  const isChosen = name === chosen;
  const displayName = visibleText(name, true);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  return (
    <tr ref={row} className={isChosen ? styles["chosenGroup"] : ""}>
      <td>
        <IncludeCheckbox {...{ name, displayName, sources, onSources }} />
        <a
          href={hrefOf(name)}
          aria-current={isChosen ? "true" : undefined}
          onClick={(event) => {
            if (onChoose === undefined || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
            event.preventDefault();
            onChoose(name);
          }}
        >
          {displayName}
        </a>
        {logClass !== null && CLASS_NAMES[logClass] !== null && <span className={styles["class"]}>{CLASS_NAMES[logClass]}</span>}
      </td>
      <td className={styles["stored"]}>{storedBytes === null ? "" : bytesText(storedBytes)}</td>
      <td className={styles["star"]}>{own !== null && <Star name={name} displayName={displayName} favorites={own.favorites} />}</td>
    </tr>
  );
}

interface IncludeCheckboxProps extends Pick<LogGroupsRailProps, "sources" | "onSources"> {
  readonly name: string;
  readonly displayName: string;
}

/** A checkbox for each group; all selected groups are searched together. */
function IncludeCheckbox({ name, displayName, sources, onSources }: IncludeCheckboxProps) {
  const has = sources.has(name);
  const [known, setKnown] = useState(has);
  // The checkbox changes at once; the events follow when AWS responds.
  const [ticked, setTicked] = useState(has);
  if (known !== has) {
    setKnown(has);
    setTicked(has);
  }
  const change = sources.change(name);
  const add = change === null ? `A search covers at most ${MAX_SOURCES} log groups` : "Add to search";
  const leaveOut = change === null ? "Included in search" : "Remove from search";
  return (
    <input
      type="checkbox"
      aria-label={`Include: ${displayName}`}
      title={has ? leaveOut : add}
      checked={ticked}
      disabled={change === null}
      onChange={() => {
        if (change === null) return;
        setTicked(!has);
        onSources(change);
      }}
    />
  );
}

function Star({ name, displayName, favorites }: { readonly name: string; readonly displayName: string; readonly favorites: Favorites }) {
  const starred = favorites.groups.includes(name);
  return (
    <button
      type="button"
      className={starred ? styles["starred"] : ""}
      aria-pressed={starred}
      aria-label={`Favorite: ${displayName}`}
      title={starred ? "Remove from favorites" : "Add to favorites"}
      onClick={() => favorites.toggle(name)}
    >
      {starred ? "★" : "☆"}
    </button>
  );
}
