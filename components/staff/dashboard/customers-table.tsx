"use client";

import Box from "@cloudscape-design/components/box";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { StatusCell } from "#components/staff/connections/status-cell.tsx";
import { type Columns, DataTable } from "#components/ui/table/data-table.tsx";
import { useFilteredRows } from "#components/ui/table/use-filtered-rows.tsx";
import { ageOf } from "#kernel/time/times-and-ages.ts";
import type { CustomerRow } from "#lib/staff/shared/fleet-view.ts";
import styles from "./fleet.module.css";
import { ShareBar } from "./share-bar.tsx";

/** Every customer, the worst status first, with a text filter and filter segments. */
export function CustomersTable(props: {
  customers: readonly CustomerRow[];
  now: number;
  filter: FleetFilter;
  onFilter(filter: FleetFilter): void;
}) {
  const { customers, now, filter, onFilter } = props;
  const filtered = customers.filter((customer) => matchesFilter(customer, filter));
  const rows = useFilteredRows(filtered, {
    fields: ["name"],
    filterLabel: "Find customers",
    filterPlaceholder: "Find by name",
    empty:
      customers.length === 0
        ? "No customers yet. Choose Invite customer to create the first one. Its owner receives a link by email."
        : "No customers in this state.",
    noMatch: "No matching customers.",
  });
  return (
    <DataTable
      {...rows.table}
      defaultOrder="Worst first"
      label="Customers"
      columnDefinitions={columns(now)}
      filter={
        <div className={styles["filter"]}>
          {rows.filter}
          <SegmentedControl
            label="Filter customers"
            selectedId={filter === "all" || filter === "attention" || filter === "suspended" ? filter : null}
            onChange={({ detail }) =>
              onFilter(detail.selectedId === "attention" || detail.selectedId === "suspended" ? detail.selectedId : "all")
            }
            options={[
              { id: "all", text: `All ${customers.length}` },
              { id: "attention", text: `Need attention ${count(customers, "attention")}` },
              { id: "suspended", text: `Suspended ${count(customers, "suspended")}` },
            ]}
          />
        </div>
      }
    />
  );
}

function count(customers: readonly CustomerRow[], filter: FleetFilter): number {
  return customers.filter((customer) => matchesFilter(customer, filter)).length;
}

function columns(now: number): Columns<CustomerRow> {
  return [
    {
      id: "name",
      header: "Customer",
      sortingField: "name",
      isRowHeader: true,
      cell: ({ id, name }) => <FollowLink href={`/admin/customers/${id}`}>{name}</FollowLink>,
    },
    { id: "worst", header: "Worst status", cell: WorstStatus },
    { id: "where", header: "Affected", cell: ({ where }) => where },
    {
      id: "connections",
      header: "Connections",
      sortingField: "connections",
      cell: (row) => (
        <div className={styles["mini"]}>
          <span className={styles["count"]}>{row.connections}</span>
          {row.connections === 0 ? null : <ShareBar {...row} total={row.connections} />}
        </div>
      ),
    },
    {
      id: "verified",
      header: "Oldest verification",
      sortingField: "oldestVerificationAt",
      cell: ({ oldestVerificationAt }) => (oldestVerificationAt === null ? <Secondary>None</Secondary> : ageOf(now, oldestVerificationAt)),
    },
  ];
}

function WorstStatus({ suspendedAt, worst }: CustomerRow) {
  if (suspendedAt !== null) return <StatusIndicator type="stopped">Suspended</StatusIndicator>;
  return worst === null ? <Secondary>No connections yet</Secondary> : <StatusCell status={worst} />;
}

function Secondary({ children }: { children: string }) {
  return <Box color="text-body-secondary">{children}</Box>;
}

/** Which customers the table shows. Set by the figures and by the segments above the table. */
export type FleetFilter = "all" | "attention" | "suspended" | "quarantined" | "access_denied" | "not-verified";

/** Whether a filter shows a customer. "Attention" contains what only a person can resolve. */
export function matchesFilter(customer: CustomerRow, filter: FleetFilter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "attention":
      return customer.quarantined + customer.accessDenied + customer.expired > 0;
    case "suspended":
      return customer.suspendedAt !== null;
    case "quarantined":
      return customer.quarantined > 0;
    case "access_denied":
      return customer.accessDenied > 0;
    case "not-verified":
      return customer.expired > 0;
  }
}
