"use client";

import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { railNote } from "#components/logs/groups/log-groups-rail.tsx";
import rail from "#components/logs/groups/rail.module.css";
import { useLogGroups } from "#components/logs/groups/use-log-groups.ts";
import { bytesText } from "#components/logs/search/search-texts.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { MOST_GROUPS } from "#components/query/query-address.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import type { Action } from "#kernel/action.ts";
import type { LogGroupsPage, LogGroupsQuery, LogGroupView, LogsView } from "#lib/logs/shared/log-view.ts";
import { ClassNote } from "./class-note.tsx";

interface QueryGroupsProps {
  readonly view: LogsView;
  readonly region: string;
  readonly chosen: readonly string[];
  readonly list: Action<LogGroupsQuery, LogGroupsPage>;
  readonly onChoose: (groups: readonly string[]) => void;
}

/** The log groups that a query reads. The chosen ones come first, also while the page that contains them is not loaded. */
export function QueryGroups({ view, region, chosen, list, onChoose }: QueryGroupsProps) {
  const groups = useLogGroups(view.connectionId, region, list);
  const { search, find, items, loading, failure, hasMore, more, again } = groups;
  const known = new Map(items.map((group) => [group.name, group]));
  const above = search === "" ? chosen : [];
  const rows = [
    ...above.map((name) => known.get(name) ?? { name, storedBytes: null }),
    ...items.filter(({ name }) => !above.includes(name)),
  ];
  const toggle = (name: string) => onChoose(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]);
  return (
    <section className={rail["rail"]} aria-label="Choose log groups">
      <Input
        type="search"
        ariaLabel="Find log group"
        placeholder="Find log group"
        value={search}
        onChange={({ detail }) => find(detail.value)}
        clearAriaLabel="Clear log group search"
      />
      <FailureAlert failure={failure} onDismiss={again} />
      <div className={rail["groupsScroll"]} tabIndex={-1}>
        <table className={rail["groups"]} aria-label="Log groups" aria-busy={loading}>
          <thead>
            <tr>
              <th scope="col">{chosen.length === 0 ? "Log groups" : `Log groups (${chosen.length} chosen)`}</th>
              <th scope="col" className={rail["stored"]}>
                Stored
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((group) => (
              <GroupRow key={group.name} group={group} chosen={chosen} onToggle={toggle} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={rail["railNote"]} aria-live="polite">
        {railNote(groups, view.logGroupPrefix)}
      </p>
      <ClassNote connectionId={view.connectionId} listed={items} {...{ region, chosen, list }} />
      {hasMore && (
        <Button fullWidth onClick={more} loading={loading} loadingText="Loading more log groups">
          Load more log groups
        </Button>
      )}
    </section>
  );
}

interface GroupRowProps {
  readonly group: Pick<LogGroupView, "name" | "storedBytes">;
  readonly chosen: readonly string[];
  readonly onToggle: (name: string) => void;
}

function GroupRow({ group: { name, storedBytes }, chosen, onToggle }: GroupRowProps) {
  const has = chosen.includes(name);
  const full = !has && chosen.length >= MOST_GROUPS;
  const shown = visibleText(name, true);
  return (
    <tr className={has ? rail["chosenGroup"] : ""}>
      <td>
        <label title={full ? `A query reads at most ${MOST_GROUPS} log groups` : undefined}>
          <input type="checkbox" checked={has} disabled={full} onChange={() => onToggle(name)} />
          {shown}
        </label>
      </td>
      <td className={rail["stored"]}>{storedBytes === null ? "" : bytesText(storedBytes)}</td>
    </tr>
  );
}
