"use client";

import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { FollowLink } from "#components/frame/follow-link.tsx";
import fleet from "#components/staff/dashboard/fleet.module.css";
import type { FindCustomers } from "#components/staff/lists/list-filter.tsx";
import { ListScreen } from "#components/staff/lists/list-screen.tsx";
import type { Columns } from "#components/ui/table/data-table.tsx";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import { filteredAddress } from "#lib/lists/shared/list-query.ts";
import type { ListView } from "#lib/staff/shared/list-view.ts";
import { type FleetListRun, RUN_KIND_LABELS, RUN_LIST } from "#lib/staff/shared/people-view.ts";
import type { ListViews } from "#lib/staff/shared/saved-view.ts";
import { RUN_VERDICTS } from "./run-verdicts.ts";

/** The verifications of all connections, the newest first: the server filters and pages them. */
export function FleetRunsScreen(props: {
  readonly view: ListView<FleetListRun>;
  readonly views: ListViews;
  readonly findCustomers: FindCustomers;
}) {
  return (
    <ListScreen
      title="Verifications"
      description="Verifications of all connections. For the probes of the latest verification, open the connection."
      spec={RUN_LIST}
      view={props.view}
      views={props.views}
      label="Verifications"
      noun={{ one: "verification", many: "verifications" }}
      filterLabel="Find verifications"
      placeholder="Filter, or find by start of a name, ID, or email"
      properties={[
        { key: "customer", label: "Customer", groupLabel: "Customers", options: [] },
        { key: "connection", label: "Connection", groupLabel: "Connections", options: [] },
      ]}
      findCustomers={props.findCustomers}
      columns={COLUMNS}
      trackBy={({ id }) => id}
      defaultOrder="Newest first"
      descendingFirst
      empty="No verifications yet."
    />
  );
}

const COLUMNS: Columns<FleetListRun> = [
  {
    id: "at",
    header: "Started (UTC)",
    sortingField: "time",
    isRowHeader: true,
    minWidth: 170,
    cell: ({ startedAt }) => utcMoment(startedAt).replace(" UTC", ""),
  },
  {
    id: "verdict",
    header: "Result",
    minWidth: 160,
    cell: ({ verdict }) => {
      const { type, word } = RUN_VERDICTS[verdict ?? "open"];
      return <StatusIndicator type={type}>{word}</StatusIndicator>;
    },
  },
  { id: "cause", header: "Cause", minWidth: 160, cell: ({ cause }) => (cause === "" ? "–" : cause) },
  {
    id: "customer",
    header: "Connection",
    minWidth: 190,
    cell: ({ customerId, customerName, connectionId, connectionName }) => (
      <>
        <FollowLink href={`/admin/customers/${customerId}`}>{customerName}</FollowLink> /{" "}
        <FollowLink href={filteredAddress(RUN_LIST, { connection: [connectionId] })}>{connectionName}</FollowLink>
      </>
    ),
  },
  { id: "reason", header: "Kind", minWidth: 110, cell: ({ reason }) => RUN_KIND_LABELS[reason] },
  {
    id: "requester",
    header: "Requested by",
    minWidth: 140,
    cell: ({ requestedBy, reason }) => requestedBy ?? (reason === "staff" ? "Staff" : "Portal"),
  },
  {
    id: "seconds",
    header: "Duration",
    minWidth: 90,
    cell: ({ startedAt, finishedAt }) => (finishedAt === null ? "–" : `${((finishedAt - startedAt) / 1000).toFixed(1)} s`),
  },
  { id: "id", header: "Verification ID", minWidth: 120, cell: ({ id }) => <span className={fleet["mono"]}>{id}</span> },
];
