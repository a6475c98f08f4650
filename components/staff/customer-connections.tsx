"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { ageOf } from "#lib/kernel/age.ts";
import type { FleetConnection } from "#lib/staff/fleet-view.ts";
import { FailureAlert } from "./failure-alert.tsx";
import styles from "./fleet.module.css";
import { StatusCell } from "./status-cell.tsx";
import type { RequestedRuns } from "./use-requested-runs.ts";

/** The connections of one customer as staff see them; "Verify now" asks the worker and the row follows. */
export function CustomerConnections(props: {
  connections: readonly FleetConnection[];
  now: number;
  requested: RequestedRuns;
  mayVerify: boolean;
}) {
  const { connections, now, requested, mayVerify } = props;
  const columns: TableProps.ColumnDefinition<FleetConnection>[] = [
    { id: "name", header: "Name", isRowHeader: true, cell: ({ name }) => name },
    { id: "status", header: "Status", cell: ({ status, note }) => <StatusCell status={status} note={note} /> },
    {
      id: "proof",
      header: "Last proof",
      cell: ({ provedAt }) => (provedAt === null ? <Box color="text-body-secondary">none</Box> : ageOf(now, provedAt)),
    },
    { id: "account", header: "AWS account", cell: ({ accountId }) => <span className={styles["mono"]}>{accountId ?? "–"}</span> },
    { id: "act", header: "Action", minWidth: 110, cell: (row) => <VerifyCell row={row} requested={requested} mayVerify={mayVerify} /> },
  ];
  return (
    <Table
      variant="container"
      contentDensity="compact"
      header={<Header variant="h2">Connections</Header>}
      ariaLabels={{ tableLabel: "Connections" }}
      items={connections}
      trackBy="id"
      columnDefinitions={columns}
      filter={requested.failure === null ? null : <FailureAlert failure={requested.failure} />}
      empty={
        <Box textAlign="center" color="text-body-secondary" padding="m">
          No connection yet. Its owner starts one with “Connect an AWS account”.
        </Box>
      }
    />
  );
}

function VerifyCell({ row, requested, mayVerify }: { row: FleetConnection; requested: RequestedRuns; mayVerify: boolean }) {
  if (requested.isWaiting(row.id)) return <StatusIndicator type="in-progress">Verifying</StatusIndicator>;
  if (!mayVerify || row.status === "draft" || row.status === "removed") return null;
  return (
    <Button
      variant="inline-link"
      wrapText={false}
      disabled={requested.busy}
      ariaLabel={`Verify now: ${row.name}`}
      onClick={() => void requested.ask(row.id)}
    >
      Verify now
    </Button>
  );
}
