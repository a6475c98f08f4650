import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { LogsScreen } from "#components/logs/logs-screen.tsx";
import { LogsShut } from "#components/logs/logs-shut.tsx";
import { deploymentOf } from "#lib/connections/deployment.ts";
import { findConnectionDetail } from "#lib/connections/find-connection-detail.ts";
import { webEnv } from "#lib/kernel/env.ts";
import { ConnectionId } from "#lib/kernel/ids.ts";
import { logsViewOf } from "#lib/logs/logs-view-of.ts";
import { customerPage } from "#lib/request/customer-page.ts";
import { parsedOrNotFound } from "#lib/request/parsed-or-not-found.ts";
import { listLogGroups, searchLogEvents } from "./actions.ts";

export const metadata: Metadata = { title: "Logs" };

export default customerPage<{ id: string }>(async ({ actor, viewer, params, searchParams }) => {
  const detail = await findConnectionDetail(actor, deploymentOf(webEnv()), parsedOrNotFound(ConnectionId, params.id));
  if (!detail.ok) notFound();
  const { connection } = detail.value;
  const view = logsViewOf(connection);
  const address = Object.fromEntries(Object.entries(searchParams).filter((word): word is [string, string] => typeof word[1] === "string"));
  return (
    <PortalFrame
      viewer={viewer}
      active="logs"
      navigation="closed"
      crumbs={[
        { text: "Connections", href: "/connections" },
        { text: connection.name, href: `/connections/${connection.id}` },
        { text: "Logs" },
      ]}
    >
      {view === null ? (
        <LogsShut connection={connection} />
      ) : (
        <LogsScreen view={view} address={address} listLogGroups={listLogGroups} searchLogEvents={searchLogEvents} />
      )}
    </PortalFrame>
  );
});
