import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { listLogGroups } from "#app/(customer)/connections/[id]/logs/actions.ts";
import { openQueryRecord, stopOpenedQuery } from "#app/(customer)/connections/[id]/query/result/actions.ts";
import { saveChoices } from "#app/(customer)/connections/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { LogsUnavailable } from "#components/logs/logs-unavailable.tsx";
import { UpgradeAccess } from "#components/query/access/upgrade-access.tsx";
import { QueryNotices } from "#components/query/query-notices.tsx";
import { QueryScreen } from "#components/query/query-screen.tsx";
import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { findConnectView } from "#lib/connections/views/find-connect-view.ts";
import { findConnectionDetail } from "#lib/connections/views/find-connection-detail.ts";
import { findOpenedResult } from "#lib/logs/insights/find-opened-result.ts";
import { queryNotices } from "#lib/logs/insights/query-notices.ts";
import { queryUpgradeOf } from "#lib/logs/insights/query-upgrade-of.ts";
import { logsViewOf } from "#lib/logs/logs-view-of.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";
import { parsedOrNotFound } from "#lib/request/pages/page-props.ts";
import {
  changeSavedQuery,
  checkLogGroups,
  deleteQueryHistory,
  listQueryHistory,
  listSavedQueries,
  removeSavedQuery,
  saveQuery,
} from "./saved/actions.ts";

export const metadata: Metadata = { title: "Query" };

const savedActions = {
  ...{ listSavedQueries, saveQuery, changeSavedQuery, removeSavedQuery },
  ...{ listQueryHistory, deleteQueryHistory, checkLogGroups },
};

export default customerPage<{ id: string }>(async ({ actor, viewer, params, searchParams }) => {
  const connectionId = parsedOrNotFound(ConnectionId, params.id);
  const detail = await findConnectionDetail(actor, appContextOf(webEnv()), connectionId);
  if (!detail.ok) notFound();
  const { connection } = detail.value;
  const view = logsViewOf(connection);
  const notices = await queryNotices(actor, connectionId);
  const opened = await findOpenedResult(actor, connectionId, searchParams["result"]);
  const browse = view?.logAccess === "browse" ? await findConnectView(actor, appContextOf(webEnv()), connectionId) : undefined;
  const upgrade = browse?.ok ? queryUpgradeOf(browse.value, detail.value.stackUrl) : null;
  const address = Object.fromEntries(Object.entries(searchParams).filter((word): word is [string, string] => typeof word[1] === "string"));
  return (
    <PortalFrame
      viewer={viewer}
      active="logs"
      navigation="closed"
      crumbs={[
        { text: "Connections", href: "/connections" },
        { text: connection.name, href: `/connections/${connection.id}` },
        { text: "Query" },
      ]}
    >
      {view === null ? (
        // Where log access has stopped, the portal can't stop a query either, so people must know of it most.
        <>
          <QueryNotices notices={notices} />
          <LogsUnavailable connection={connection} />
        </>
      ) : upgrade === null ? (
        <QueryScreen
          {...{ view, address, notices, opened }}
          actions={{ listLogGroups, openQueryRecord, stopOpenedQuery, ...savedActions }}
        />
      ) : (
        <>
          <QueryNotices notices={notices} />
          <UpgradeAccess upgrade={upgrade} actions={{ saveChoices }} />
        </>
      )}
    </PortalFrame>
  );
});
