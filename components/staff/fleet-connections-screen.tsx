"use client";

import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { ageOf, timeLeft } from "#lib/kernel/age.ts";
import type { FleetConnection } from "#lib/staff/fleet-view.ts";
import styles from "./fleet.module.css";
import { RoomLink } from "./room-link.tsx";
import { StatusCell } from "./status-cell.tsx";

const PAGE_SIZE = 50;

/** Every connection of every customer, worst first. */
export function FleetConnectionsScreen({ connections, now }: { connections: readonly FleetConnection[]; now: number }) {
  const { items, filterProps, paginationProps, collectionProps } = useCollection(connections, {
    filtering: {
      fields: ["name", "customerName", "accountId"],
      empty: <Empty>No connection yet.</Empty>,
      noMatch: <Empty>No connection matches.</Empty>,
    },
    pagination: { pageSize: PAGE_SIZE },
    sorting: {},
  });
  return (
    <SpaceBetween size="m">
      <Header variant="h1">Connections</Header>
      <Table
        {...collectionProps}
        items={items}
        trackBy="id"
        variant="container"
        contentDensity="compact"
        ariaLabels={{ tableLabel: "Connections" }}
        columnDefinitions={columns(now)}
        filter={
          <TextFilter {...filterProps} filteringAriaLabel="Find a connection" filteringPlaceholder="Find by name, customer or account" />
        }
        pagination={
          paginationProps.pagesCount > 1 ? (
            <Pagination
              {...paginationProps}
              ariaLabels={{ nextPageLabel: "Next page", previousPageLabel: "Previous page", pageLabel: (page) => `Page ${page}` }}
            />
          ) : null
        }
      />
    </SpaceBetween>
  );
}

function columns(now: number): TableProps.ColumnDefinition<FleetConnection>[] {
  return [
    {
      id: "name",
      header: "Name",
      sortingField: "name",
      isRowHeader: true,
      cell: ({ name, customerId }) => <RoomLink href={`/admin/customers/${customerId}`}>{name}</RoomLink>,
    },
    { id: "status", header: "Status", cell: ({ status, note }) => <StatusCell status={status} note={note} /> },
    { id: "customer", header: "Customer", sortingField: "customerName", cell: ({ customerName }) => customerName },
    {
      id: "proof",
      header: "Proof",
      sortingField: "provedAt",
      cell: ({ provedAt, nextCheckAt }) => (
        <>
          {provedAt === null ? <Box color="text-body-secondary">none</Box> : ageOf(now, provedAt)}
          {nextCheckAt === null ? null : (
            <Box color="text-body-secondary" fontSize="body-s">
              {nextCheckAt <= now ? "next check due" : `next check ${timeLeft(now, nextCheckAt)}`}
            </Box>
          )}
        </>
      ),
    },
    {
      id: "account",
      header: "AWS account",
      sortingField: "accountId",
      cell: ({ accountId }) => <span className={styles["mono"]}>{accountId ?? "–"}</span>,
    },
  ];
}

function Empty({ children }: { children: string }) {
  return (
    <Box textAlign="center" padding="m" color="text-body-secondary">
      {children}
    </Box>
  );
}
