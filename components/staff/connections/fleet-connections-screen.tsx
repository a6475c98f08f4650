"use client";

import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import type { DraftAction, StartAction } from "#components/staff/actions/action-calls.ts";
import { ActionMenu } from "#components/staff/actions/action-menu.tsx";
import styles from "#components/staff/dashboard/fleet.module.css";
import { ExportButton } from "#components/staff/lists/export-button.tsx";
import type { FindCustomers } from "#components/staff/lists/list-filter.tsx";
import { NextStepCell } from "#components/staff/lists/next-step-cell.tsx";
import { StaffList } from "#components/staff/lists/staff-list.tsx";
import { useNow } from "#components/ui/age.tsx";
import type { Columns } from "#components/ui/table/data-table.tsx";
import type { StaffRole } from "#kernel/actor.ts";
import { spanOf, timeLeft, utcDay } from "#kernel/time/times-and-ages.ts";
import { CONNECTION_LIST, type FleetListConnection, type ListView, logAccessText } from "#lib/staff/shared/list-view.ts";
import type { ListViews } from "#lib/staff/shared/saved-view.ts";
import { StatusCell } from "./status-cell.tsx";

/**
 * The connections of all customers, the worst status first: the server filters, sorts and pages them. Operators start actions for selected
 * connections, also of several pages, or for all that match.
 */
export function FleetConnectionsScreen(props: {
  readonly view: ListView<FleetListConnection>;
  readonly views: ListViews;
  readonly now: number;
  readonly role: StaffRole;
  readonly findCustomers: FindCustomers;
  readonly draftAction: DraftAction;
  readonly startAction: StartAction;
}) {
  const { view, role } = props;
  const now = useNow(30_000, props.now);
  const [chosen, setChosen] = useState<readonly FleetListConnection[]>([]);
  const selected = asShownNow(view.rows, chosen);
  return (
    <SpaceBetween size="m">
      <PageHead
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <ExportButton spec={CONNECTION_LIST} query={view.query} />
            <ActionMenu
              kinds={["verify", "rotate", "upgrade"]}
              role={role}
              noun={NOUN}
              selected={selected.map(({ customerId, id }) => ({ customerId, connectionId: id }))}
              spec={CONNECTION_LIST}
              view={view}
              draft={props.draftAction}
              start={props.startAction}
            />
          </SpaceBetween>
        }
      >
        Connections
      </PageHead>
      <StaffList<FleetListConnection>
        spec={CONNECTION_LIST}
        view={view}
        label="Connections"
        noun={NOUN}
        filterLabel="Find connections"
        placeholder="Filter, or find by start of a name, any ID, or email"
        views={props.views}
        findCustomers={props.findCustomers}
        columns={columns(now)}
        trackBy={({ id }) => id}
        defaultOrder="Worst first"
        empty="No connections yet. An owner creates one with “Connect an AWS account”."
        {...(role !== "support" && {
          selection: {
            selectionType: "multi" as const,
            selectedItems: selected,
            onSelectionChange: ({ detail }) => setChosen(detail.selectedItems),
            labels: {
              selectionGroupLabel: "Connections for an action",
              allItemsSelectionLabel: () => "Select all on this page",
              itemSelectionLabel: (_: unknown, { name, customerName }: FleetListConnection) => `Select ${name} of ${customerName}`,
            },
          },
        })}
      />
    </SpaceBetween>
  );
}

const NOUN = { one: "connection", many: "connections" };

/** The selected rows, as the page shows them now where it does. The selection stays when a person turns the page. */
function asShownNow(rows: readonly FleetListConnection[], chosen: readonly FleetListConnection[]): readonly FleetListConnection[] {
  return chosen.map((each) => rows.find(({ id }) => id === each.id) ?? each);
}

function columns(now: number): Columns<FleetListConnection> {
  return [
    {
      id: "name",
      header: "Connection",
      sortingField: "name",
      isRowHeader: true,
      minWidth: 180,
      cell: ({ id, name, customerName, customerId, accountId }) => (
        <>
          <FollowLink href={`/admin/customers/${customerId}`}>{customerName}</FollowLink> /{" "}
          <FollowLink href={`/admin/connections/${id}`}>{name}</FollowLink>
          {accountId === null ? null : <span className={styles["account"]}>{accountId}</span>}
        </>
      ),
    },
    {
      id: "status",
      header: "Status",
      sortingField: "status",
      minWidth: 150,
      // The next step and the age of the verification say what the other statuses mean.
      cell: ({ status, note }) => <StatusCell status={status} note={status === "disabled" ? note : ""} />,
    },
    { id: "weakness", header: "Weakness", minWidth: 110, cell: ({ weakness }) => weakness ?? "–" },
    {
      id: "verified",
      header: "Verified",
      sortingField: "verified",
      minWidth: 90,
      cell: ({ verifiedAt, nextCheckAt }) => (
        <span title={nextCheckAt === null ? "" : `Next verification ${nextCheckAt <= now ? "due now" : timeLeft(now, nextCheckAt)}`}>
          {verifiedAt === null ? "–" : spanOf(now - verifiedAt)}
        </span>
      ),
    },
    { id: "access", header: "Log access", minWidth: 90, cell: ({ logAccess, status }) => logAccessText(logAccess, status) },
    { id: "template", header: "Template", minWidth: 90, cell: ({ templateVersion }) => templateVersion ?? "None" },
    {
      id: "step",
      header: "Next step",
      sortingField: "waiting",
      minWidth: 150,
      cell: ({ nextStep }) => <NextStepCell step={nextStep} now={now} />,
    },
    { id: "region", header: "Log Regions", minWidth: 120, cell: ({ regions }) => regions.join(", ") },
    { id: "created", header: "Created", sortingField: "created", minWidth: 110, cell: ({ createdAt }) => utcDay(createdAt) },
  ];
}
