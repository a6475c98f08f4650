import type { Metadata } from "next";
import { requestRotations } from "#app/(staff)/admin/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { FleetConnectionsScreen } from "#components/staff/connections/fleet-connections-screen.tsx";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { findFleetConnections } from "#lib/staff/fleet-connection-of.ts";

export const metadata: Metadata = { title: "All connections" };

export default staffPage(undefined, async ({ actor, viewer }) => (
  <PortalFrame viewer={viewer} active="fleet" crumbs={[{ text: "Connections" }]}>
    <FleetConnectionsScreen
      connections={await findFleetConnections(actor)}
      now={Date.now()}
      mayAct={actor.role !== "support"}
      requestRotations={requestRotations}
    />
  </PortalFrame>
));
