import type { Metadata } from "next";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { ConnectionsScreen } from "#components/connections/connections-screen.tsx";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { deploymentOf } from "#lib/connections/deployment.ts";
import { findConnections } from "#lib/connections/find-connections.ts";
import { webEnv } from "#lib/kernel/env.ts";
import { customerPage } from "#lib/request/customer-page.ts";
import { startConnection } from "./actions.ts";

export const metadata: Metadata = { title: "Connections" };

export default customerPage(async ({ actor, viewer }) => (
  <PortalFrame viewer={viewer} switchCustomer={switchCustomer} active="connections" crumbs={[{ text: "Connections" }]}>
    <ConnectionsScreen
      connections={await findConnections(actor, deploymentOf(webEnv()))}
      mayConnect={viewer.role === "owner" && !viewer.suspended}
      suspended={viewer.suspended}
      start={startConnection}
    />
  </PortalFrame>
));
