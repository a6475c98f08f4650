"use client";

import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { useEffect, useState } from "react";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { railNote } from "#components/logs/groups/groups-table.tsx";
import rail from "#components/logs/groups/rail.module.css";
import { useLogGroups } from "#components/logs/groups/use-log-groups.ts";
import { bytesText } from "#components/logs/search/search-texts.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { ClassNote } from "#components/query/groups/class-note.tsx";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { Action } from "#kernel/action.ts";
import { type CrossConnection, MOST_PLACES } from "#lib/logs/insights/shared/cross-connection.ts";
import { MOST_GROUPS } from "#lib/logs/insights/shared/query-limits.ts";
import type { LogGroupsPage, LogGroupsQuery } from "#lib/logs/shared/log-view.ts";
import styles from "./cross.module.css";
import { type CrossPlace, keyOf, toggledGroup } from "./cross-address.ts";
import { type Found, foundInAll, foundText, MOST_SEARCHED, ofSearch } from "./found-groups.ts";

interface CrossGroupsProps {
  readonly connections: readonly CrossConnection[];
  readonly places: readonly CrossPlace[];
  readonly list: Action<LogGroupsQuery, LogGroupsPage>;
  readonly onChoose: (places: readonly CrossPlace[]) => void;
}

/** The log groups of all connections, by connection and Region. A list is read from AWS when it is opened, or searched. */
export function CrossGroups({ connections, places, list, onChoose }: CrossGroupsProps) {
  const [search, setSearch] = useState("");
  /** What the search found, by section. */
  const [found, setFound] = useState<ReadonlyMap<string, Found>>(new Map());
  const onFound = useStableCallback((key: string, count: Found) => setFound((known) => new Map(known).set(key, count)));
  const readable = connections.filter(({ leftOut }) => leftOut === null);
  const sections = readable.flatMap((connection) =>
    connection.regions.map((region) => ({ connection, region, key: keyOf({ connectionId: connection.connectionId, region }) })),
  );
  const searched = sections.slice(0, MOST_SEARCHED).flatMap(({ key }) => ofSearch(found.get(key), search) ?? []);
  return (
    <section className={rail["rail"]} aria-label="Choose log groups">
      <Input
        type="search"
        ariaLabel="Find log group"
        placeholder="Find log group"
        value={search}
        onChange={({ detail }) => setSearch(detail.value)}
        clearAriaLabel="Clear log group search"
      />
      <p className={rail["railNote"]} role="status">
        {search !== "" && foundInAll(searched, sections.length)}
      </p>
      {sections.map(({ connection, region, key }, n) => (
        <Section
          key={key}
          {...{ connection, region, places, list, search, onChoose }}
          first={n === 0}
          isSearched={n < MOST_SEARCHED}
          found={ofSearch(found.get(key), search)}
          onFound={(count) => onFound(key, count)}
        />
      ))}
      {connections.map(
        ({ connectionId, name, leftOut }) =>
          leftOut && (
            <p key={connectionId} className={styles["leftOut"]}>
              <strong>{visibleText(name, true)}</strong> {leftOut.why} ·{" "}
              <FollowLink href={leftOut.href} variant="primary" ariaLabel={`${leftOut.next}: ${name}`}>
                {leftOut.next}
              </FollowLink>
            </p>
          ),
      )}
    </section>
  );
}

interface SectionProps extends Omit<CrossGroupsProps, "connections"> {
  readonly connection: CrossConnection;
  readonly region: string;
  readonly search: string;
  readonly first: boolean;
  /** Whether a search reads the list although it is folded. */
  readonly isSearched: boolean;
  /** What the search found; undefined until it is known. */
  readonly found: Found | undefined;
  readonly onFound: (found: Found) => void;
}

function Section({ connection, region, places, first, isSearched, found, ...rest }: SectionProps) {
  const { search } = rest;
  const place = places.find((each) => keyOf(each) === keyOf({ connectionId: connection.connectionId, region }));
  const chosen = place?.groups ?? [];
  const [open, setOpen] = useState(chosen.length > 0 || (first && places.length === 0));
  /** Folded or unfolded by the person during this search. */
  const [turned, setTurned] = useState<{ readonly search: string; readonly open: boolean } | null>(null);
  const isFound = search !== "" && found !== undefined && (found.count > 0 || found.failed);
  const unfolded = search !== "" && turned?.search === search ? turned.open : isFound || open;
  const toggle = () => (search === "" ? setOpen(!open) : setTurned({ search, open: !unfolded }));
  return (
    // The browser also reports a section that a search unfolded, or folded when it was cleared.
    <details
      className={styles["section"]}
      open={unfolded}
      onToggle={(event) => {
        if (event.currentTarget.open !== unfolded) toggle();
      }}
    >
      <summary>
        <strong>{visibleText(connection.name, true)}</strong>{" "}
        <span>
          {connection.accountId} · {region}
        </span>
        {/* Spaces for screen readers. */} {chosen.length > 0 && <span className={styles["chosen"]}>{chosen.length} chosen</span>}{" "}
        {search !== "" && found !== undefined && !found.failed && <span className={styles["chosen"]}>{foundText(found)}</span>}
      </summary>
      {(unfolded || (search !== "" && isSearched)) && <Groups {...rest} {...{ connection, region, places, chosen }} />}
    </details>
  );
}

interface GroupsProps extends Omit<SectionProps, "first" | "isSearched" | "found"> {
  readonly chosen: readonly string[];
}

function Groups({
  connection: { connectionId, name: connectionName, logGroupPrefix },
  region,
  places,
  list,
  search,
  chosen,
  onChoose,
  onFound,
}: GroupsProps) {
  const groups = useLogGroups(connectionId, region, list);
  const { find, items, loading, failure, hasMore, more, again } = groups;
  useEffect(() => find(search), [find, search]);
  const isAnswered = groups.answeredSearch === search;
  const tell = useStableCallback(onFound);
  useEffect(() => {
    if (isAnswered) tell({ search, count: items.length, hasMore, failed: failure !== null });
  }, [isAnswered, search, items.length, hasMore, failure, tell]);
  const known = new Map(items.map((group) => [group.name, group]));
  const above = search === "" ? chosen : [];
  const rows = [
    ...above.map((name) => known.get(name) ?? { name, storedBytes: null }),
    ...items.filter(({ name }) => !above.includes(name)),
  ];
  const mayAdd = chosen.length === 0 ? places.length < MOST_PLACES : chosen.length < MOST_GROUPS;
  const reason =
    chosen.length === 0
      ? `A query reads at most ${MOST_PLACES} connections`
      : `A query reads at most ${MOST_GROUPS} log groups of a connection`;
  return (
    <>
      <FailureAlert failure={failure} onDismiss={again} />
      <div className={styles["groupsScroll"]} tabIndex={-1}>
        <table className={rail["groups"]} aria-label={`Log groups of ${connectionName}, ${region}`} aria-busy={loading}>
          <tbody>
            {rows.map(({ name, storedBytes }) => {
              const has = chosen.includes(name);
              return (
                <tr key={name} className={has ? rail["chosenGroup"] : ""}>
                  <td>
                    <label title={has || mayAdd ? undefined : reason}>
                      <input
                        type="checkbox"
                        checked={has}
                        disabled={!has && !mayAdd}
                        onChange={() => onChoose(toggledGroup(places, { connectionId, region }, name))}
                      />
                      {visibleText(name, true)}
                    </label>
                  </td>
                  <td className={rail["stored"]}>{storedBytes === null ? "" : bytesText(storedBytes)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className={rail["railNote"]} aria-live="polite">
        {railNote(groups, logGroupPrefix)}
      </p>
      <ClassNote listed={items} {...{ connectionId, region, chosen, list }} />
      {hasMore && (
        <Button fullWidth onClick={more} loading={loading} loadingText="Loading more log groups">
          Load more log groups
        </Button>
      )}
    </>
  );
}
