"use client";

import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import type { InviteCustomer } from "#components/staff/customers/invite-customer-dialog.tsx";
import { useNow } from "#components/ui/age.tsx";
import { useNotices } from "#components/ui/use-notices.tsx";
import type { Action } from "#kernel/action.ts";
import type { StaffRole } from "#kernel/actor.ts";
import type { FleetView } from "#lib/staff/shared/fleet-view.ts";
import { CustomersTable, type FleetFilter } from "./customers-table.tsx";
import { FleetAlerts } from "./fleet-alerts.tsx";
import { FleetFigures } from "./fleet-figures.tsx";

/** Loaded when it is first opened, because staff read the dashboard far more often than they invite someone. */
const InviteCustomerDialog = lazy(() =>
  import("#components/staff/customers/invite-customer-dialog.tsx").then((found) => ({ default: found.InviteCustomerDialog })),
);

/** The staff dashboard: figures, alerts, and every customer, the worst status first. */
export function FleetScreen(props: {
  fleet: FleetView;
  role: StaffRole;
  now: number;
  inviteCustomer: Action<InviteCustomer, { customerId: string }>;
  resolveAlert: Action<{ alertId: string }, null>;
}) {
  const { fleet, role } = props;
  const now = useNow(30_000, props.now);
  const [inviting, setInviting] = useState<"never" | "now" | "closed">("never");
  const [filter, setFilter] = useState<FleetFilter>("all");
  const notices = useNotices();
  return (
    <SpaceBetween size="m">
      <PageHead
        actions={
          role === "support" ? null : (
            <Button variant="primary" onClick={() => setInviting("now")}>
              Invite customer
            </Button>
          )
        }
      >
        Customers
      </PageHead>
      {notices.bar}
      <FleetFigures fleet={fleet} filter={filter} onFilter={setFilter} />
      {fleet.alerts.length === 0 ? null : (
        <FleetAlerts alerts={fleet.alerts} now={now} mayAct={role !== "support"} resolve={props.resolveAlert} notify={notices.notify} />
      )}
      <CustomersTable customers={fleet.customers} now={now} filter={filter} onFilter={setFilter} />
      {inviting === "never" ? null : (
        <Suspense>
          <InviteCustomerDialog
            visible={inviting === "now"}
            invite={props.inviteCustomer}
            onClose={() => setInviting("closed")}
            onInvited={({ name, email }) => notices.notify(`${name} was created. ${email} will receive a single-use link by email.`)}
          />
        </Suspense>
      )}
    </SpaceBetween>
  );
}
