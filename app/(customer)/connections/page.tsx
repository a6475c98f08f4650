import type { Metadata } from "next";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { ConnectionsScreen } from "#components/connections/list/connections-screen.tsx";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { webEnv } from "#kernel/process/env.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { findConnections } from "#lib/connections/views/find-connections.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";
import { startConnection } from "./actions.ts";

export const metadata: Metadata = { title: "Connections" };

export default customerPage(async ({ actor, viewer }) => (
  <PortalFrame viewer={viewer} switchCustomer={switchCustomer} active="connections" crumbs={[{ text: "Connections" }]}>
    <ConnectionsScreen
      connections={await findConnections(actor, appContextOf(webEnv()))}
      mayConnect={viewer.role === "owner" && !viewer.suspended}
      suspended={viewer.suspended}
      start={startConnection}
    />
  </PortalFrame>
));
