import type { Metadata } from "next";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { ConnectionsScreen } from "#components/connections/list/connections-screen.tsx";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { customerPage } from "#lib/request/guards/customer-page.ts";
import { startConnection } from "./actions.ts";
import { ownConnectionsOf } from "./own-list.ts";

export const metadata: Metadata = { title: "Connections" };

export default customerPage(async ({ actor, viewer, searchParams }) => (
  <PortalFrame viewer={viewer} switchCustomer={switchCustomer} active="connections" crumbs={[{ text: "Connections" }]}>
    <ConnectionsScreen
      {...(await ownConnectionsOf(actor, viewer.suspended, searchParams))}
      mayConnect={viewer.role === "owner" && !viewer.suspended}
      suspended={viewer.suspended}
      startConnection={startConnection}
    />
  </PortalFrame>
));
