"use client";

import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { FollowLink } from "#components/frame/follow-link.tsx";
import type { FindCustomers } from "#components/staff/lists/list-filter.tsx";
import { ListScreen } from "#components/staff/lists/list-screen.tsx";
import { useNow } from "#components/ui/age.tsx";
import type { Columns } from "#components/ui/table/data-table.tsx";
import { spanOf, timeLeft, utcDay } from "#kernel/time/times-and-ages.ts";
import type { ListView } from "#lib/staff/shared/list-view.ts";
import { type FleetPerson, MEMBER_ROLE_LABELS, PERSON_LIST, PERSON_STATUS_LABELS } from "#lib/staff/shared/people-view.ts";
import type { ListViews } from "#lib/staff/shared/saved-view.ts";

/** The people of all customers, with invitations that were not accepted: the server filters, sorts and pages them. */
export function FleetPeopleScreen(props: {
  readonly view: ListView<FleetPerson>;
  readonly views: ListViews;
  readonly now: number;
  readonly findCustomers: FindCustomers;
}) {
  const now = useNow(30_000, props.now);
  return (
    <ListScreen
      title="People"
      description="The members of all customers, and the people who were invited. Colleagues are on the Staff page."
      spec={PERSON_LIST}
      view={props.view}
      views={props.views}
      label="People"
      noun={{ one: "person", many: "people" }}
      filterLabel="Find people"
      placeholder="Filter, or find by start of a name or email, or ID"
      properties={[{ key: "customer", label: "Customer", groupLabel: "Customers", options: [] }]}
      findCustomers={props.findCustomers}
      columns={columns(now)}
      trackBy={({ id, customerId }) => `${customerId}/${id}`}
      defaultOrder="By email"
      empty="No people yet. An operator invites the first customer and its owner on the page Customers."
    />
  );
}

function columns(now: number): Columns<FleetPerson> {
  return [
    {
      id: "email",
      header: "Person",
      sortingField: "email",
      isRowHeader: true,
      minWidth: 220,
      cell: ({ email, name }) => (name === null || name === "" ? email : `${email} (${name})`),
    },
    {
      id: "customer",
      header: "Customer",
      minWidth: 160,
      cell: ({ customerId, customerName, customerSuspended }) => (
        <>
          <FollowLink href={`/admin/customers/${customerId}`}>{customerName}</FollowLink>
          {customerSuspended ? " (suspended)" : null}
        </>
      ),
    },
    { id: "role", header: "Role", minWidth: 90, cell: ({ role }) => MEMBER_ROLE_LABELS[role] },
    { id: "status", header: "Status", minWidth: 180, cell: (person) => <PersonStatus person={person} now={now} /> },
    {
      id: "signed-in",
      header: "Last sign-in",
      sortingField: "signed-in",
      minWidth: 130,
      cell: ({ signedInAt }) => (signedInAt === null ? "–" : spanOf(now - signedInAt)),
    },
    { id: "joined", header: "Since", sortingField: "joined", minWidth: 110, cell: ({ since }) => utcDay(since) },
  ];
}

function PersonStatus({ person: { status, expiresAt }, now }: { readonly person: FleetPerson; readonly now: number }) {
  switch (status) {
    case "member":
      return PERSON_STATUS_LABELS.member;
    case "invited":
      return <StatusIndicator type="pending">{`Invited, expires ${timeLeft(now, expiresAt ?? now)}`}</StatusIndicator>;
    case "invitation-expired":
      return <StatusIndicator type="stopped">Invitation expired</StatusIndicator>;
  }
}
