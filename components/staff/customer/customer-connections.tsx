"use client";

import { FollowLink } from "#components/frame/follow-link.tsx";
import { StatusCell } from "#components/staff/connections/status-cell.tsx";
import { Panel } from "#components/staff/overview/panel.tsx";
import { type Columns, DataTable } from "#components/ui/table/data-table.tsx";
import { spanOf } from "#kernel/time/times-and-ages.ts";
import type { CustomerPageView } from "#lib/staff/shared/customer-page-view.ts";
import { type FleetListConnection, logAccessText } from "#lib/staff/shared/list-view.ts";

/** The first connections of a customer, the worst status first, and the way to all of them. */
export function CustomerConnections({ customer, now }: { readonly customer: CustomerPageView; readonly now: number }) {
  const { connections, total, id } = customer;
  return (
    <Panel
      title="Connections"
      aside={total === 0 ? undefined : <FollowLink href={`/admin/connections?customer=${id}`}>All {total}</FollowLink>}
    >
      <DataTable
        variant="embedded"
        wrapLines
        label="Connections"
        items={connections}
        trackBy="id"
        columnDefinitions={columns(now)}
        empty="No connections yet. An owner creates one with “Connect an AWS account”."
      />
    </Panel>
  );
}

function columns(now: number): Columns<FleetListConnection> {
  return [
    {
      id: "name",
      header: "Connection",
      isRowHeader: true,
      minWidth: 98,
      cell: ({ id, name }) => <FollowLink href={`/admin/connections/${id}`}>{name}</FollowLink>,
    },
    {
      id: "status",
      header: "Status",
      minWidth: 140,
      cell: ({ status, note }) => <StatusCell status={status} note={status === "disabled" ? note : ""} />,
    },
    { id: "weakness", header: "Weakness", minWidth: 90, cell: ({ weakness }) => weakness ?? "–" },
    { id: "verified", header: "Verified", minWidth: 75, cell: ({ verifiedAt }) => (verifiedAt === null ? "–" : spanOf(now - verifiedAt)) },
    { id: "access", header: "Log access", minWidth: 75, cell: ({ logAccess, status }) => logAccessText(logAccess, status) },
  ];
}
