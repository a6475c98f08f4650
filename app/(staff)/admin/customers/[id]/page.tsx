import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { inviteOwner, requestRotations, requestRun, resumeCustomer, suspendCustomer } from "#app/(staff)/admin/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { FleetCustomerScreen } from "#components/staff/customers/fleet-customer-screen.tsx";
import { CustomerId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { parsedOrNotFound } from "#lib/request/pages/page-props.ts";
import { findFleetCustomer } from "#lib/staff/find-fleet-customer.ts";

export const metadata: Metadata = { title: "Customer" };

export default staffPage<{ id: string }>(undefined, async ({ actor, viewer, params }) => {
  const customer = await findFleetCustomer(actor, webEnv(), parsedOrNotFound(CustomerId, params.id));
  if (customer === null) notFound();
  const actions = { suspend: suspendCustomer, resume: resumeCustomer, requestRun, requestRotations, inviteOwner };
  return (
    <PortalFrame viewer={viewer} active="customers" crumbs={[{ text: "Customers", href: "/admin/customers" }, { text: customer.name }]}>
      <FleetCustomerScreen customer={customer} role={actor.role} now={Date.now()} actions={actions} />
    </PortalFrame>
  );
});
