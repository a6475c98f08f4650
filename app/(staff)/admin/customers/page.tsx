import type { Metadata } from "next";
import { draftAction, startAction } from "#app/(staff)/admin/actions/actions.ts";
import { inviteCustomer } from "#app/(staff)/admin/actions.ts";
import { viewsOf } from "#app/(staff)/admin/views/views-of.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { CustomersScreen } from "#components/staff/customers/customers-screen.tsx";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { countCustomerViews, listCustomers } from "#lib/staff/lists/list-customers.ts";
import { CUSTOMER_LIST } from "#lib/staff/shared/list-view.ts";

export const metadata: Metadata = { title: "Customers" };

export default staffPage(undefined, async ({ actor, viewer, searchParams }) => {
  const [view, views] = await Promise.all([
    listCustomers(actor, readListQuery(CUSTOMER_LIST, searchParams)),
    viewsOf(actor, "customers", countCustomerViews),
  ]);
  return (
    <PortalFrame viewer={viewer} active="customers" crumbs={[{ text: "Customers" }]}>
      <CustomersScreen
        view={view}
        views={views}
        role={actor.role}
        now={Date.now()}
        inviteCustomer={inviteCustomer}
        draftAction={draftAction}
        startAction={startAction}
      />
    </PortalFrame>
  );
});
