"use client";

import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Pagination from "@cloudscape-design/components/pagination";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { StatusCell } from "#components/staff/connections/status-cell.tsx";
import { SectionLink } from "#components/ui/section-link.tsx";
import { ShareBar } from "#components/ui/share-bar.tsx";
import { TableOrList } from "#components/ui/table-or-list.tsx";
import { ageOf } from "#kernel/times-and-ages.ts";
import type { CustomerRow } from "#lib/staff/shared/fleet-view.ts";
import styles from "./fleet.module.css";

const PAGE_SIZE = 50;

/** Every customer, the worst status first, with a text filter and filter segments. */
export function CustomersTable(props: {
  customers: readonly CustomerRow[];
  now: number;
  filter: FleetFilter;
  onFilter(filter: FleetFilter): void;
}) {
  const { customers, now, filter, onFilter } = props;
  const shown = customers.filter((customer) => isShown(customer, filter));
  const { items, filterProps, paginationProps, collectionProps } = useCollection(shown, {
    filtering: { fields: ["name"], empty: <Empty first={customers.length === 0} />, noMatch: "No matching customers." },
    pagination: { pageSize: PAGE_SIZE },
    sorting: {},
  });
  return (
    <TableOrList
      {...collectionProps}
      orderAtFirst="Worst first"
      items={items}
      trackBy="id"
      variant="container"
      contentDensity="compact"
      ariaLabels={{ tableLabel: "Customers" }}
      columnDefinitions={columns(now)}
      filter={
        <div className={styles["filter"]}>
          <TextFilter {...filterProps} filteringAriaLabel="Find customers" filteringPlaceholder="Find by name" />
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
      pagination={
        paginationProps.pagesCount > 1 ? (
          <Pagination
            {...paginationProps}
            ariaLabels={{ nextPageLabel: "Next page", previousPageLabel: "Previous page", pageLabel: (page) => `Page ${page}` }}
          />
        ) : null
      }
    />
  );
}

function count(customers: readonly CustomerRow[], filter: FleetFilter): number {
  return customers.filter((customer) => isShown(customer, filter)).length;
}

function columns(now: number): TableProps.ColumnDefinition<CustomerRow>[] {
  return [
    {
      id: "name",
      header: "Customer",
      sortingField: "name",
      isRowHeader: true,
      cell: ({ id, name }) => <SectionLink href={`/admin/customers/${id}`}>{name}</SectionLink>,
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
      cell: ({ oldestVerificationAt }) => (oldestVerificationAt === null ? <Secondary>none</Secondary> : ageOf(now, oldestVerificationAt)),
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

function Empty({ first }: { first: boolean }) {
  return (
    <Box textAlign="center" padding="m" color="text-body-secondary">
      {first
        ? "No customers yet. Choose Invite customer to create the first one. Its owner receives a link by email."
        : "No customers in this state."}
    </Box>
  );
}

/** Which customers the table shows. Set by the figures and by the segments above the table. */
export type FleetFilter = "all" | "attention" | "suspended" | "quarantined" | "refused" | "not-verified";

/** Whether a filter shows a customer. "Attention" contains what only a person can resolve. */
export function isShown(customer: CustomerRow, filter: FleetFilter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "attention":
      return customer.quarantined + customer.refused + customer.notVerified > 0;
    case "suspended":
      return customer.suspendedAt !== null;
    case "quarantined":
      return customer.quarantined > 0;
    case "refused":
      return customer.refused > 0;
    case "not-verified":
      return customer.notVerified > 0;
  }
}
