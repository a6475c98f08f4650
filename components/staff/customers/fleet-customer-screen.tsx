"use client";

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { RotateDialog } from "#components/staff/connections/rotate-dialog.tsx";
import { useRequestedRuns } from "#components/staff/connections/use-requested-runs.ts";
import styles from "#components/staff/dashboard/fleet.module.css";
import { useNow } from "#components/ui/age.tsx";
import { countText } from "#components/ui/count-text.ts";
import { useNotices } from "#components/ui/use-notices.tsx";
import type { StaffRole } from "#kernel/actor.ts";
import { utcDay, utcMoment } from "#kernel/time/times-and-ages.ts";
import type { FleetConnection, FleetCustomer } from "#lib/staff/shared/fleet-view.ts";
import { CustomerConnections } from "./customer-connections.tsx";
import { type CustomerActions, type CustomerDialog, CustomerDialogs } from "./customer-dialogs.tsx";
import { CustomerHistory } from "./customer-history.tsx";
import { CustomerPeople } from "./customer-people.tsx";
import { CustomerRuns } from "./customer-runs.tsx";

/** What staff can see of one customer: enough to contact them, but no logs. */
export function FleetCustomerScreen(props: { customer: FleetCustomer; role: StaffRole; now: number; actions: CustomerActions }) {
  const { customer, role, actions } = props;
  const now = useNow(30_000, props.now);
  const [dialog, setDialog] = useState<CustomerDialog>(null);
  const [rotating, setRotating] = useState<readonly FleetConnection[]>([]);
  const notices = useNotices();
  const requested = useRequestedRuns({ customerId: customer.id, runs: customer.runs, request: actions.requestRun });
  const mayAct = role !== "support" && customer.suspendedAt === null;
  const verifiable = mayAct ? customer.connections.filter(({ status }) => !["draft", "removed"].includes(status)) : [];
  return (
    <SpaceBetween size="m">
      <PageHead
        description={`Customer since ${utcDay(customer.createdAt)} · ${countText(customer.connections.length, "connection")} · ${countText(customer.people.length, "person", "people")}`}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {role === "support" ? null : <OperatorButtons suspended={customer.suspendedAt !== null} onOpen={setDialog} />}
            {verifiable.length === 0 ? null : (
              <Button variant="primary" loading={requested.busy} onClick={() => void requested.askAll(verifiable.map(({ id }) => id))}>
                Verify all now
              </Button>
            )}
          </SpaceBetween>
        }
      >
        {customer.name}
      </PageHead>
      {notices.bar}
      <CustomerAlerts customer={customer} />
      <div className={styles["columns"]}>
        <SpaceBetween size="m">
          <CustomerConnections connections={customer.connections} now={now} requested={requested} mayAct={mayAct} onRotate={setRotating} />
          <CustomerRuns runs={customer.runs} />
          <CustomerHistory customerId={customer.id} history={customer.history} />
        </SpaceBetween>
        <SpaceBetween size="m">
          <LogsNotAvailable name={customer.name} />
          <CustomerPeople people={customer.people} invitations={customer.invitations} now={now} />
        </SpaceBetween>
      </div>
      <RotateDialog connections={rotating} request={actions.requestRotations} onClose={() => setRotating([])} />
      <CustomerDialogs customer={customer} actions={actions} dialog={dialog} onClose={() => setDialog(null)} notify={notices.notify} />
    </SpaceBetween>
  );
}

function OperatorButtons({ suspended, onOpen }: { suspended: boolean; onOpen(dialog: CustomerDialog): void }) {
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button onClick={() => onOpen(suspended ? "resume" : "suspend")}>{suspended ? "Resume customer" : "Suspend customer"}</Button>
      <Button onClick={() => onOpen("invite")}>Invite owner</Button>
    </SpaceBetween>
  );
}

function CustomerAlerts({ customer }: { customer: FleetCustomer }) {
  return (
    <>
      {customer.suspendedAt === null ? null : (
        <Alert type="warning" statusIconAriaLabel="Warning" header={`Suspended since ${utcMoment(customer.suspendedAt)}`}>
          All connections of this customer are suspended, and log access has stopped. Resume the customer to restore access.
        </Alert>
      )}
      {customer.connections
        .filter(({ status }) => status === "quarantined")
        .map((connection) => (
          <Alert
            key={connection.id}
            type="error"
            statusIconAriaLabel="Error"
            header={`“${connection.name}” is quarantined: its role can be assumed without the correct External ID`}
          >
            Log access has stopped, and the portal notified the owners by email. Call them: only the customer can fix the role.
          </Alert>
        ))}
    </>
  );
}

/** States that staff have no access to a customer's logs. */
function LogsNotAvailable({ name }: { name: string }) {
  return (
    <Container header={<Header variant="h3" headingTagOverride="h2">{`You can’t read ${name}’s logs`}</Header>}>
      <Box color="text-body-secondary">No staff role can read customer logs. The database enforces this.</Box>
    </Container>
  );
}
