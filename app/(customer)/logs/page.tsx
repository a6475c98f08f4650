import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { ChooseConnection } from "#components/logs/groups/choose-connection.tsx";
import { webEnv } from "#kernel/process/env.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { findConnections } from "#lib/connections/views/find-connections.ts";
import { logsViewOf } from "#lib/logs/logs-view-of.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";

export const metadata: Metadata = { title: "Logs" };

export default customerPage(async ({ actor, viewer }) => {
  const readable = (await findConnections(actor, appContextOf(webEnv()))).map(logsViewOf).filter((view) => view !== null);
  const [only, another] = readable;
  if (only !== undefined && another === undefined) redirect(`/connections/${only.connectionId}/logs`);
  return (
    <PortalFrame viewer={viewer} active="logs" crumbs={[{ text: "Logs" }]}>
      <ChooseConnection connections={readable} suspended={viewer.suspended} />
    </PortalFrame>
  );
});
