import type { Metadata } from "next";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { FleetScreen } from "#components/staff/dashboard/fleet-screen.tsx";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { findFleet } from "#lib/staff/find-fleet.ts";
import { inviteCustomer, resolveAlert } from "./actions.ts";

export const metadata: Metadata = { title: "Customers" };

export default staffPage(undefined, async ({ actor, viewer }) => (
  <PortalFrame viewer={viewer} active="customers" crumbs={[{ text: "Customers" }]}>
    <FleetScreen
      fleet={await findFleet(actor)}
      role={actor.role}
      now={Date.now()}
      inviteCustomer={inviteCustomer}
      resolveAlert={resolveAlert}
    />
  </PortalFrame>
));
