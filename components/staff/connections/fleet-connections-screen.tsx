"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import styles from "#components/staff/dashboard/fleet.module.css";
import { useNow } from "#components/ui/age.tsx";
import { type Columns, DataTable } from "#components/ui/table/data-table.tsx";
import { useFilteredRows } from "#components/ui/table/use-filtered-rows.tsx";
import { ageOf, timeLeft } from "#kernel/time/times-and-ages.ts";
import type { FleetConnection } from "#lib/staff/shared/fleet-view.ts";
import { isRotatable, rotatableRows } from "./rotatable.ts";
import { RotateDialog } from "./rotate-dialog.tsx";
import { StatusCell } from "./status-cell.tsx";
import type { RequestRotationsAction } from "./use-rotations.ts";

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
  const { table, filter, matching, selected, select } = useFilteredRows(connections, {
    fields: ["name", "customerName", "accountId"],
    filterLabel: "Find connections",
    filterPlaceholder: "Find by name, customer, or account",
    empty: "No connections yet.",
    noMatch: "No matching connections.",
  });
  const rotatable = rotatableRows(connections, selected);
  return (
    <SpaceBetween size="m">
      <PageHead
        actions={
          mayAct ? (
            <SpaceBetween direction="horizontal" size="xs">
              <Button onClick={() => select(matching.filter(isRotatable))}>Select all matching</Button>
              <Button disabled={rotatable.length === 0} onClick={() => setRotating(rotatable)}>
                {rotatable.length === 0 ? "Rotate External IDs" : `Rotate External IDs (${rotatable.length})`}
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
        onClose={(left) => {
          setRotating([]);
          select(left);
        }}
      />
      <DataTable
        {...table}
        defaultOrder="Worst first"
        wrapLines
        label="Connections"
        selectionLabels={{
          selectionGroupLabel: "Connections to rotate",
          allItemsSelectionLabel: () => "Select all on this page",
          itemSelectionLabel: (_, { name, customerName }) => `Select ${name} of ${customerName}`,
        }}
        {...(mayAct && { selectionType: "multi" as const })}
        isItemDisabled={(one) => !isRotatable(one)}
        columnDefinitions={columns(now)}
        filter={filter}
      />
    </SpaceBetween>
  );
}

function columns(now: number): Columns<FleetConnection> {
  return [
    {
      id: "name",
      header: "Name",
      sortingField: "name",
      isRowHeader: true,
      cell: ({ name, customerId }) => <FollowLink href={`/admin/customers/${customerId}`}>{name}</FollowLink>,
    },
    { id: "status", header: "Status", cell: ({ status, note }) => <StatusCell status={status} note={note} /> },
    { id: "customer", header: "Customer", sortingField: "customerName", cell: ({ customerName }) => customerName },
    {
      id: "verified",
      header: "Last verified",
      sortingField: "verifiedAt",
      cell: ({ verifiedAt, nextCheckAt }) => (
        <>
          {verifiedAt === null ? <Box color="text-body-secondary">None</Box> : ageOf(now, verifiedAt)}
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
