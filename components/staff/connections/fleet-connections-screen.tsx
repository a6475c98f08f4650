"use client";

import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import styles from "#components/staff/dashboard/fleet.module.css";
import { useNow } from "#components/ui/age.tsx";
import { SectionLink } from "#components/ui/section-link.tsx";
import { TableOrList } from "#components/ui/table-or-list.tsx";
import { ageOf, timeLeft } from "#kernel/times-and-ages.ts";
import type { FleetConnection } from "#lib/staff/shared/fleet-view.ts";
import { isRotatable, RotateDialog } from "./rotate-dialog.tsx";
import { StatusCell } from "./status-cell.tsx";
import type { RequestRotationsAction } from "./use-rotations.ts";

const PAGE_SIZE = 50;

/**
 * Every connection of every customer, the worst status first. Operators can rotate the External IDs of selected
 * connections or of all that match the filter.
 */
export function FleetConnectionsScreen(props: {
  connections: readonly FleetConnection[];
  now: number;
  mayAct: boolean;
  requestRotations: RequestRotationsAction;
}) {
  const { connections, mayAct } = props;
  const now = useNow(30_000, props.now);
  const [rotating, setRotating] = useState<readonly FleetConnection[]>([]);
  const { items, allPageItems, actions, filterProps, paginationProps, collectionProps } = useCollection(connections, {
    filtering: {
      fields: ["name", "customerName", "accountId"],
      empty: <Empty>No connections yet.</Empty>,
      noMatch: <Empty>No matching connections.</Empty>,
    },
    pagination: { pageSize: PAGE_SIZE },
    sorting: {},
    selection: { keepSelection: true, trackBy: "id" },
  });
  const chosen = collectionProps.selectedItems ?? [];
  return (
    <SpaceBetween size="m">
      <PageHead
        actions={
          mayAct ? (
            <SpaceBetween direction="horizontal" size="xs">
              <Button onClick={() => actions.setSelectedItems(allPageItems.filter(isRotatable))}>Select all matching</Button>
              <Button disabled={chosen.length === 0} onClick={() => setRotating(chosen)}>
                {chosen.length === 0 ? "Rotate External IDs" : `Rotate External IDs (${chosen.length})`}
              </Button>
            </SpaceBetween>
          ) : null
        }
      >
        Connections
      </PageHead>
      <RotateDialog
        connections={rotating}
        request={props.requestRotations}
        onClose={() => {
          setRotating([]);
          actions.setSelectedItems([]);
        }}
      />
      <TableOrList
        {...collectionProps}
        orderAtFirst="Worst first"
        items={items}
        trackBy="id"
        variant="container"
        wrapLines
        contentDensity="compact"
        ariaLabels={{
          tableLabel: "Connections",
          selectionGroupLabel: "Connections to rotate",
          allItemsSelectionLabel: () => "Select all on this page",
          itemSelectionLabel: (_, { name, customerName }) => `Select ${name} of ${customerName}`,
        }}
        {...(mayAct && { selectionType: "multi" as const })}
        isItemDisabled={(one) => !isRotatable(one)}
        columnDefinitions={columns(now)}
        filter={
          <TextFilter {...filterProps} filteringAriaLabel="Find connections" filteringPlaceholder="Find by name, customer, or account" />
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
      cell: ({ name, customerId }) => <SectionLink href={`/admin/customers/${customerId}`}>{name}</SectionLink>,
    },
    { id: "status", header: "Status", cell: ({ status, note }) => <StatusCell status={status} note={note} /> },
    { id: "customer", header: "Customer", sortingField: "customerName", cell: ({ customerName }) => customerName },
    {
      id: "verified",
      header: "Last verified",
      sortingField: "provedAt",
      cell: ({ provedAt, nextCheckAt }) => (
        <>
          {provedAt === null ? <Box color="text-body-secondary">none</Box> : ageOf(now, provedAt)}
          {nextCheckAt === null ? null : (
            <Box color="text-body-secondary" fontSize="body-s">
              {nextCheckAt <= now ? "next due now" : `next ${timeLeft(now, nextCheckAt)}`}
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
