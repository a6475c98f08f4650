import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { LogsScreen } from "#components/logs/logs-screen.tsx";
import { LogsUnavailable } from "#components/logs/logs-unavailable.tsx";
import type { CustomerActor } from "#kernel/actor.ts";
import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { findConnectionDetail } from "#lib/connections/views/find-connection-detail.ts";
import { findConnections } from "#lib/connections/views/find-connections.ts";
import { favoriteLogGroups } from "#lib/logs/groups/favorite-log-groups.ts";
import { logsViewOf } from "#lib/logs/logs-view-of.ts";
import { savedSearchesOfCustomer } from "#lib/logs/saved/saved-searches-save.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";
import { parsedOrNotFound } from "#lib/request/pages/page-props.ts";
import { listLogGroups, listLogStreams, removeSavedSearch, saveSearch, setFavorite } from "./actions.ts";

export const metadata: Metadata = { title: "Logs" };

export default customerPage<{ id: string }>(async ({ actor, viewer, params, searchParams }) => {
  const connectionId = parsedOrNotFound(ConnectionId, params.id);
  const detail = await findConnectionDetail(actor, appContextOf(webEnv()), connectionId);
  if (!detail.ok) notFound();
  const { connection } = detail.value;
  const view = logsViewOf(connection);
  const [connections, saved, favorites] = view === null ? [[], [], []] : await beside(actor, connectionId);
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
        <LogsUnavailable connection={connection} />
      ) : (
        <LogsScreen
          {...{ view, connections, saved, favorites, address }}
          actions={{ listLogGroups, listLogStreams, saveSearch, removeSavedSearch, setFavorite }}
        />
      )}
    </PortalFrame>
  );
});

/** The data beside the logs: the other readable connections, the customer's saved searches and this person's favorites. */
async function beside(actor: CustomerActor, connectionId: ConnectionId) {
  const [all, saved, favorites] = await Promise.all([
    findConnections(actor, appContextOf(webEnv())),
    savedSearchesOfCustomer(actor),
    favoriteLogGroups(actor, connectionId),
  ]);
  return [all.map(logsViewOf).filter((each) => each !== null), saved, favorites] as const;
}
