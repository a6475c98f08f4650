"use client";

import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import type { DraftAction, StartAction } from "#components/staff/actions/action-calls.ts";
import { ActionMenu } from "#components/staff/actions/action-menu.tsx";
import { StatusCell } from "#components/staff/connections/status-cell.tsx";
import styles from "#components/staff/dashboard/fleet.module.css";
import { ShareBar } from "#components/staff/dashboard/share-bar.tsx";
import { ExportButton } from "#components/staff/lists/export-button.tsx";
import { NextStepCell } from "#components/staff/lists/next-step-cell.tsx";
import { StaffList } from "#components/staff/lists/staff-list.tsx";
import { useNow } from "#components/ui/age.tsx";
import type { Columns } from "#components/ui/table/data-table.tsx";
import { useNotices } from "#components/ui/use-notices.tsx";
import type { StaffRole } from "#kernel/actor.ts";
import { spanOf, utcDay } from "#kernel/time/times-and-ages.ts";
import { CUSTOMER_LIST, type ListCustomer, type ListView } from "#lib/staff/shared/list-view.ts";
import type { ListViews } from "#lib/staff/shared/saved-view.ts";
import { type InviteCustomerAction, InviteCustomerButton } from "./invite-customer.tsx";

/** All customers, the worst status first: the server filters, sorts and pages them. */
export function CustomersScreen(props: {
  readonly view: ListView<ListCustomer>;
  readonly views: ListViews;
  readonly role: StaffRole;
  readonly now: number;
  readonly inviteCustomer: InviteCustomerAction;
  readonly draftAction: DraftAction;
  readonly startAction: StartAction;
}) {
  const { view, role } = props;
  const now = useNow(30_000, props.now);
  const notices = useNotices("success");
  const mayAct = role !== "support";
  const [selected, setSelected] = useState<readonly ListCustomer[]>([]);
  return (
    <SpaceBetween size="m">
      <PageHead
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <ExportButton spec={CUSTOMER_LIST} query={view.query} />
            <ActionMenu
              kinds={["suspend", "resume", "resend", "tag", "untag"]}
              role={role}
              noun={NOUN}
              selected={selected.map(({ id }) => ({ customerId: id, connectionId: null }))}
              spec={CUSTOMER_LIST}
              view={view}
              draft={props.draftAction}
              start={props.startAction}
            />
            <InviteCustomerButton role={role} invite={props.inviteCustomer} notify={notices.notify} />
          </SpaceBetween>
        }
      >
        Customers
      </PageHead>
      {notices.bar}
      <StaffList<ListCustomer>
        spec={CUSTOMER_LIST}
        view={view}
        views={props.views}
        label="Customers"
        noun={NOUN}
        filterLabel="Find customers"
        placeholder="Filter, or find by start of a name, any ID, or email"
        columns={columns(now)}
        trackBy={({ id }) => id}
        defaultOrder="Worst first"
        empty={
          mayAct
            ? "No customers yet. Choose Invite customer to create the first one. Its owner receives a link by email."
            : "No customers yet. An operator invites the first one."
        }
        {...(mayAct && {
          selection: {
            selectionType: "multi" as const,
            selectedItems: selected.map((each) => view.rows.find(({ id }) => id === each.id) ?? each),
            onSelectionChange: ({ detail }) => setSelected(detail.selectedItems),
            labels: {
              selectionGroupLabel: "Customers for an action",
              allItemsSelectionLabel: () => "Select all on this page",
              itemSelectionLabel: (_: unknown, { name }: ListCustomer) => `Select ${name}`,
            },
          },
        })}
      />
    </SpaceBetween>
  );
}

const NOUN = { one: "customer", many: "customers" };

function columns(now: number): Columns<ListCustomer> {
  return [
    {
      id: "name",
      header: "Customer",
      sortingField: "name",
      isRowHeader: true,
      minWidth: 180,
      cell: ({ id, name }) => <FollowLink href={`/admin/customers/${id}`}>{name}</FollowLink>,
    },
    { id: "worst", header: "Worst status", sortingField: "worst", minWidth: 190, cell: WorstStatus },
    {
      id: "connections",
      header: "Connections",
      minWidth: 130,
      cell: (row) => (
        <div className={styles["mini"]}>
          <span className={styles["count"]}>{row.connections.toLocaleString("en")}</span>
          {row.connections === 0 ? null : <ShareBar {...row} total={row.connections} />}
        </div>
      ),
    },
    {
      id: "verified",
      header: "Verified",
      sortingField: "verified",
      minWidth: 100,
      cell: ({ oldestVerificationAt }) => (oldestVerificationAt === null ? "–" : spanOf(now - oldestVerificationAt)),
    },
    { id: "step", header: "Next step", minWidth: 190, cell: ({ nextStep }) => <NextStepCell step={nextStep} now={now} /> },
    { id: "tags", header: "Tags", minWidth: 110, cell: ({ tags }) => (tags.length === 0 ? "–" : tags.join(", ")) },
    { id: "created", header: "Created", sortingField: "created", minWidth: 110, cell: ({ createdAt }) => utcDay(createdAt) },
  ];
}

function WorstStatus({ suspendedAt, worst, where }: ListCustomer) {
  if (suspendedAt !== null) return <StatusIndicator type="stopped">Suspended</StatusIndicator>;
  return worst === null ? <StatusIndicator type="pending">No connections yet</StatusIndicator> : <StatusCell status={worst} note={where} />;
}
