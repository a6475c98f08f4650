import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { renameConnection, saveChoices } from "#app/(customer)/connections/actions.ts";
import { ConnectScreen } from "#components/connections/connect/connect-screen.tsx";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { findConnectView } from "#lib/connections/views/find-connect-view.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";
import { parsedOrNotFound } from "#lib/request/pages/page-props.ts";

export const metadata: Metadata = { title: "Connect an AWS account" };

export default customerPage<{ id: string }>(async ({ actor, viewer, params }) => {
  const found = await findConnectView(actor, appContextOf(webEnv()), parsedOrNotFound(ConnectionId, params.id));
  if (!found.ok) notFound();
  const { connection, run } = found.value;
  // Not for such a connection: this page would show the result of the last verification, "Connected", although log access has stopped.
  if (run?.verdict === "secure" && connection.status !== "connected") redirect(`/connections/${connection.id}`);
  const crumbs = [
    { text: "Connections", href: "/connections" },
    { text: connection.name, href: `/connections/${connection.id}` },
    { text: "Connect" },
  ];
  return (
    <PortalFrame viewer={viewer} switchCustomer={switchCustomer} active="connections" crumbs={crumbs}>
      <ConnectScreen
        view={found.value}
        renderedAt={Date.now()}
        actions={{ saveChoices, rename: renameConnection }}
        followUrl={`/api/connections/${connection.id}/verification`}
      />
    </PortalFrame>
  );
});
