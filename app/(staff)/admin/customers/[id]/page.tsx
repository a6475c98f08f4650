import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { draftAction, startAction } from "#app/(staff)/admin/actions/actions.ts";
import { inviteOwner, resumeCustomer, suspendCustomer } from "#app/(staff)/admin/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { CustomerScreen } from "#components/staff/customer/customer-screen.tsx";
import { CustomerId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { parsedOrNotFound } from "#lib/request/pages/page-props.ts";
import { findCustomerPage } from "#lib/staff/customer-page/find-customer-page.ts";
import { readTimelineQuery } from "#lib/staff/customer-page/find-timeline.ts";
import { addNote, changeTags, removeNote, resendInvitation, revokeInvitation } from "./actions.ts";

export const metadata: Metadata = { title: "Customer" };

export default staffPage<{ id: string }>(undefined, async ({ actor, viewer, params, searchParams }) => {
  const customerId = parsedOrNotFound(CustomerId, params.id);
  const customer = await findCustomerPage(actor, webEnv(), customerId, readTimelineQuery(searchParams));
  if (customer === null) notFound();
  const actions = {
    ...{ suspend: suspendCustomer, resume: resumeCustomer, draftAction, startAction, inviteOwner },
    ...{ resendInvitation, revokeInvitation, changeTags, addNote, removeNote },
  };
  return (
    <PortalFrame viewer={viewer} active="customers" crumbs={[{ text: "Customers", href: "/admin/customers" }, { text: customer.name }]}>
      <CustomerScreen customer={customer} role={actor.role} now={Date.now()} actions={actions} />
    </PortalFrame>
  );
});
