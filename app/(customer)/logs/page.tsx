import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { ChooseConnection } from "#components/logs/choose-connection.tsx";
import { deploymentOf } from "#lib/connections/deployment.ts";
import { findConnections } from "#lib/connections/find-connections.ts";
import { webEnv } from "#lib/kernel/env.ts";
import { logsViewOf } from "#lib/logs/logs-view-of.ts";
import { customerPage } from "#lib/request/customer-page.ts";

export const metadata: Metadata = { title: "Logs" };

export default customerPage(async ({ actor, viewer }) => {
  const readable = (await findConnections(actor, deploymentOf(webEnv()))).map(logsViewOf).filter((view) => view !== null);
  const [only, another] = readable;
  if (only !== undefined && another === undefined) redirect(`/connections/${only.connectionId}/logs`);
  return (
    <PortalFrame viewer={viewer} active="logs" crumbs={[{ text: "Logs" }]}>
      <ChooseConnection connections={readable} />
    </PortalFrame>
  );
});
