"use client";

import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, useState } from "react";
import { FollowButton } from "#components/frame/follow-button.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import { ExportButton } from "#components/staff/lists/export-button.tsx";
import type { FindCustomers } from "#components/staff/lists/list-filter.tsx";
import { StaffList } from "#components/staff/lists/staff-list.tsx";
import { useNow } from "#components/ui/age.tsx";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { LoadedOnUse } from "#components/ui/loaded-on-use.tsx";
import type { Columns } from "#components/ui/table/data-table.tsx";
import { useAction } from "#components/ui/use-action.ts";
import { useNotices } from "#components/ui/use-notices.tsx";
import { ALERT_KINDS, ALERT_RULES } from "#kernel/alerts/alert-rules.ts";
import { spanOf, utcMoment } from "#kernel/time/times-and-ages.ts";
import { ALERT_LIST, type AlertsView, alertAddress, canAcknowledge, type ListAlert } from "#lib/staff/shared/alert-view.ts";
import type { ListViews } from "#lib/staff/shared/saved-view.ts";
import { type AcknowledgeAlerts, AcknowledgeSelected, acknowledgedText } from "./acknowledge-selected.tsx";
import type { AlertActions } from "./alert-acts.tsx";
import { AlertLink } from "./alert-link.tsx";
import styles from "./alerts.module.css";
import { SeverityBadge } from "./severity-badge.tsx";
import { SeverityLinks } from "./severity-links.tsx";
import { StateText } from "./state-text.tsx";

/** Most visits only look at the list. */
const AlertPanel = lazy(() => import("./alert-panel.tsx").then((found) => ({ default: found.AlertPanel })));

/** The alerts of the portal, the most severe first, with the details of one beside the list. All of it is in the address. */
export function AlertsScreen(props: {
  readonly view: AlertsView;
  readonly views: ListViews;
  readonly now: number;
  readonly mayAct: boolean;
  readonly findCustomers: FindCustomers;
  readonly acknowledgeAll: AcknowledgeAlerts;
  readonly actions: AlertActions;
}) {
  const { view } = props;
  const { list, chosen } = view;
  const now = useNow(30_000, props.now);
  const notices = useNotices("success");
  const [selectedIds, setSelectedIds] = useState<readonly string[]>([]);
  const selected = list.rows.filter((alert) => selectedIds.includes(alert.id) && canAcknowledge(alert));
  const acknowledgeAll = useAction(props.acknowledgeAll, (done) => notices.notify(acknowledgedText(done)));
  const chosenId = chosen === null || chosen === "gone" ? null : chosen.id;
  return (
    <SpaceBetween size="m">
      <PageHead
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <AcknowledgeSelected alerts={selected} action={acknowledgeAll} />
            <FollowButton href="/admin/notifications">{view.getsEmails ? "Manage alert emails" : "Get alert emails"}</FollowButton>
            <ExportButton spec={ALERT_LIST} query={list.query} />
          </SpaceBetween>
        }
      >
        Alerts
      </PageHead>
      {notices.bar}
      <FailureAlert failure={acknowledgeAll.failure} />
      <div className={chosen === null ? undefined : styles["split"]}>
        {chosen === null ? null : (
          <LoadedOnUse loading={<Loading />}>
            <AlertPanel
              key={chosenId ?? "gone"}
              alert={chosen}
              now={now}
              mayAct={props.mayAct}
              closeAddress={alertAddress(list.query, null)}
              actions={props.actions}
              notify={notices.notify}
            />
          </LoadedOnUse>
        )}
        <div className={styles["list"]}>
          <SeverityLinks list={list} />
          <StaffList<ListAlert>
            spec={ALERT_LIST}
            view={{ ...list, facets: [] }}
            label="Alerts"
            noun={{ one: "alert", many: "alerts" }}
            filterLabel="Find alerts"
            placeholder="Filter, or find by start of a name, or ID"
            properties={[
              ...PROPERTIES,
              ...list.facets.map(({ id, label, options }) => ({
                key: id,
                label,
                groupLabel: `${label} values`,
                options: id === "rule" ? ALL_RULES : options,
              })),
              { key: "customer", label: "Customer", groupLabel: "Customers", options: [] },
            ]}
            views={props.views}
            findCustomers={props.findCustomers}
            columns={columnsOf(view, now, chosenId)}
            trackBy={({ id }) => id}
            defaultOrder="Worst first"
            empty={<NothingOpen />}
            {...(list.rows.some(canAcknowledge) && {
              selection: {
                selectionType: "multi" as const,
                selectedItems: selected,
                isItemDisabled: (alert) => !canAcknowledge(alert),
                onSelectionChange: ({ detail }) => setSelectedIds(detail.selectedItems.map(({ id }) => id)),
                labels: {
                  selectionGroupLabel: "Alerts to acknowledge",
                  allItemsSelectionLabel: () => "Select all on this page",
                  itemSelectionLabel: (_: unknown, { title, place }: ListAlert) => `Select ${[title, place].filter(Boolean).join(", ")}`,
                },
              },
            })}
          />
        </div>
      </div>
    </SpaceBetween>
  );
}

const ALL_RULES = ALERT_KINDS.map((kind) => ({ value: kind, label: ALERT_RULES[kind].title }));
const PROPERTIES = [
  {
    key: "state",
    label: "State",
    groupLabel: "States",
    options: [
      { value: "open", label: "Open" },
      { value: "snoozed", label: "Snoozed" },
      { value: "resolved", label: "Resolved" },
    ],
  },
  { key: "mine", label: "Acknowledged by me", groupLabel: "Acknowledged by me", options: [{ value: "yes", label: "Yes" }] },
];

function Loading() {
  return (
    <aside aria-label="Alert details" aria-busy="true" className={styles["panel"]}>
      Loading…
    </aside>
  );
}

function NothingOpen() {
  return (
    <>
      <b>No open alerts</b>
      <br />
      Nothing needs attention now. The portal checks every minute.
    </>
  );
}

function columnsOf(view: AlertsView, now: number, chosenId: string | null): Columns<ListAlert> {
  return [
    {
      id: "severity",
      header: "Severity",
      sortingField: "severity",
      minWidth: 95,
      cell: ({ severity }) => <SeverityBadge severity={severity} />,
    },
    {
      id: "alert",
      header: "Alert",
      isRowHeader: true,
      minWidth: view.chosen === null ? 230 : 190,
      cell: ({ id, title, place }) => (
        <>
          <AlertLink href={alertAddress(view.list.query, id)} chosen={id === chosenId}>
            {title}
          </AlertLink>
          {place === "" ? null : <span className={styles["place"]}>{place}</span>}
        </>
      ),
    },
    // The details say it too, and beside them the table has no space for it.
    ...(view.chosen === null ? [{ id: "owner", header: "Next step by", minWidth: 100, cell: ({ owner }: ListAlert) => owner }] : []),
    { id: "state", header: "State", minWidth: 120, cell: ({ state }) => <StateText state={state} now={now} /> },
    {
      id: "age",
      header: "Age",
      sortingField: "time",
      minWidth: 90,
      cell: ({ raisedAt, times }) => (
        <span title={`Since ${utcMoment(raisedAt)}`}>
          {spanOf(now - raisedAt)}
          {times === 1 ? null : <span className={styles["place"]}>{`${times.toLocaleString("en")} times`}</span>}
        </span>
      ),
    },
  ];
}
