"use client";

import { GroupsTable } from "#components/logs/groups/groups-table.tsx";
import rail from "#components/logs/groups/rail.module.css";
import { useLogGroups } from "#components/logs/groups/use-log-groups.ts";
import { bytesText } from "#components/logs/search/search-texts.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import type { Action } from "#kernel/action.ts";
import { MOST_GROUPS } from "#lib/logs/insights/shared/query-limits.ts";
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
  const { search, items } = groups;
  const known = new Map(items.map((group) => [group.name, group]));
  const above = search === "" ? chosen : [];
  const rows = [
    ...above.map((name) => known.get(name) ?? { name, storedBytes: null }),
    ...items.filter(({ name }) => !above.includes(name)),
  ];
  const toggle = (name: string) => onChoose(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]);
  return (
    <GroupsTable
      groups={groups}
      prefix={view.logGroupPrefix}
      label="Choose log groups"
      title={chosen.length === 0 ? "Log groups" : `Log groups (${chosen.length} chosen)`}
      note={<ClassNote connectionId={view.connectionId} listed={items} {...{ region, chosen, list }} />}
    >
      {rows.map((group) => (
        <GroupRow key={group.name} group={group} chosen={chosen} onToggle={toggle} />
      ))}
    </GroupsTable>
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
