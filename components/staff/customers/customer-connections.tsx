"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { isRotatable, rotatableRows } from "#components/staff/connections/rotatable.ts";
import { StatusCell } from "#components/staff/connections/status-cell.tsx";
import type { RequestedRuns } from "#components/staff/connections/use-requested-runs.ts";
import styles from "#components/staff/dashboard/fleet.module.css";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { type Columns, DataTable } from "#components/ui/table/data-table.tsx";
import { ageOf } from "#kernel/time/times-and-ages.ts";
import type { FleetConnection } from "#lib/staff/shared/fleet-view.ts";

/**
 * The connections of one customer as staff see them. Operators can verify a connection, which updates its row, and
 * rotate the External IDs of one or several.
 */
export function CustomerConnections(props: {
  connections: readonly FleetConnection[];
  now: number;
  requested: RequestedRuns;
  mayAct: boolean;
  onRotate(connections: readonly FleetConnection[]): void;
}) {
  const { connections, now, requested, mayAct, onRotate } = props;
  const [chosen, setChosen] = useState<readonly FleetConnection[]>([]);
  const rotatable = rotatableRows(connections, chosen);
  const columns: Columns<FleetConnection> = [
    { id: "name", header: "Name", isRowHeader: true, minWidth: 130, cell: ({ name }) => name },
    { id: "status", header: "Status", minWidth: 135, cell: ({ status, note }) => <StatusCell status={status} note={note} /> },
    {
      id: "verified",
      header: "Last verified",
      minWidth: 80,
      cell: ({ verifiedAt }) => (verifiedAt === null ? <Box color="text-body-secondary">None</Box> : ageOf(now, verifiedAt)),
    },
    {
      id: "account",
      header: "AWS account",
      minWidth: 140,
      cell: ({ accountId }) => <span className={styles["mono"]}>{accountId ?? "–"}</span>,
    },
  ];
  if (mayAct)
    columns.push({
      id: "actions",
      header: "Actions",
      minWidth: 110,
      cell: (row) => <ActCell row={row} requested={requested} onRotate={() => onRotate([row])} />,
    });
  return (
    <DataTable
      wrapLines
      header={
        <PageHead
          variant="h2"
          actions={
            mayAct ? (
              <Button disabled={rotatable.length === 0} onClick={() => onRotate(rotatable)}>
                Rotate External IDs
              </Button>
            ) : null
          }
        >
          Connections
        </PageHead>
      }
      label="Connections"
      selectionLabels={{
        selectionGroupLabel: "Connections to rotate",
        allItemsSelectionLabel: () => "Select all",
        itemSelectionLabel: (_, { name }) => `Select ${name}`,
      }}
      {...(mayAct && { selectionType: "multi" as const })}
      selectedItems={rotatable}
      isItemDisabled={(one) => !isRotatable(one)}
      onSelectionChange={({ detail }) => setChosen(detail.selectedItems)}
      items={connections}
      trackBy="id"
      columnDefinitions={columns}
      filter={requested.failure === null ? null : <FailureAlert failure={requested.failure} />}
      empty="No connections yet. An owner creates one with “Connect an AWS account”."
    />
  );
}

function ActCell({ row, requested, onRotate }: { row: FleetConnection; requested: RequestedRuns; onRotate(): void }) {
  if (row.status === "draft" || row.status === "removed") return null;
  return (
    <SpaceBetween direction="horizontal" size="s">
      {requested.isWaiting(row.id) ? (
        <StatusIndicator type="in-progress">Verifying</StatusIndicator>
      ) : (
        <Button
          variant="inline-link"
          wrapText={false}
          disabled={requested.busy}
          ariaLabel={`Verify now: ${row.name}`}
          onClick={() => void requested.ask(row.id)}
        >
          Verify now
        </Button>
      )}
      {isRotatable(row) ? (
        <Button variant="inline-link" wrapText={false} ariaLabel={`Rotate External ID: ${row.name}`} onClick={onRotate}>
          Rotate
        </Button>
      ) : null}
    </SpaceBetween>
  );
}
