"use client";

import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { ListScreen } from "#components/staff/lists/list-screen.tsx";
import { useNow } from "#components/ui/age.tsx";
import type { Columns } from "#components/ui/table/data-table.tsx";
import { ageOf, utcMoment } from "#kernel/time/times-and-ages.ts";
import { ACTION_LIST, ACTION_STATE_WORDS, ACTIONS, type ActionListRow } from "#lib/staff/shared/action-view.ts";
import type { ListView } from "#lib/staff/shared/list-view.ts";
import styles from "./actions.module.css";

/** The actions that staff started, newest first: the server filters and pages them. */
export function ActionsScreen(props: { readonly view: ListView<ActionListRow>; readonly now: number }) {
  const { view } = props;
  const now = useNow(30_000, props.now);
  return (
    <ListScreen
      title="Actions"
      description="What staff did to many connections or customers at once. Start an action in the list of connections or customers."
      spec={ACTION_LIST}
      view={view}
      label="Actions"
      noun={{ one: "action", many: "actions" }}
      filterLabel="Find actions"
      placeholder="Filter, or find by action ID, or email of who started it"
      properties={[
        {
          key: "kind",
          label: "Action",
          groupLabel: "Actions",
          options: Object.entries(ACTIONS).map(([value, { menu }]) => ({ value, label: menu })),
        },
        { key: "state", label: "State", groupLabel: "States", options: STATES },
      ]}
      columns={columns(now)}
      trackBy={({ id }) => id}
      defaultOrder="Newest first"
      descendingFirst
      empty="No actions yet. An operator starts one in the list of connections or customers."
    />
  );
}

const STATES = Object.entries(ACTION_STATE_WORDS).map(([value, label]) => ({ value, label }));

function StateCell({ state, problems, touched }: Pick<ActionListRow, "state" | "problems" | "touched">) {
  const type = state === "finished" ? finishedType(problems, touched) : STATE_ICONS[state];
  return <StatusIndicator type={type}>{ACTION_STATE_WORDS[state]}</StatusIndicator>;
}

const STATE_ICONS = { running: "in-progress", stopped: "stopped" } as const;

function finishedType(problems: number, touched: number): StatusIndicatorProps.Type {
  if (problems === 0) return "success";
  return problems === touched ? "error" : "warning";
}

function columns(now: number): Columns<ActionListRow> {
  return [
    {
      id: "title",
      header: "Action",
      isRowHeader: true,
      minWidth: 190,
      cell: ({ id, title }) => <FollowLink href={`/admin/actions/${id}`}>{title}</FollowLink>,
    },
    { id: "state", header: "State", minWidth: 120, cell: StateCell },
    {
      id: "done",
      header: "Done",
      minWidth: 100,
      cell: ({ done, touched }) => (
        <span className={styles["number"]}>
          {done.toLocaleString("en")} of {touched.toLocaleString("en")}
        </span>
      ),
    },
    {
      id: "problems",
      header: "Problems",
      minWidth: 90,
      cell: ({ problems }) =>
        problems === 0 ? <span className={styles["number"]}>–</span> : <b className={styles["bad"]}>{problems.toLocaleString("en")}</b>,
    },
    { id: "reason", header: "Reason", minWidth: 220, cell: ({ reason }) => <span className={styles["reason"]}>{reason}</span> },
    { id: "by", header: "Started by", minWidth: 150, cell: ({ by }) => <span className={styles["breaks"]}>{by}</span> },
    {
      id: "started",
      header: "Started",
      sortingField: "started",
      minWidth: 110,
      cell: ({ startedAt }) => <span title={utcMoment(startedAt)}>{ageOf(now, startedAt)}</span>,
    },
  ];
}
