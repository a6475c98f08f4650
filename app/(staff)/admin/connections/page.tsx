import type { Metadata } from "next";
import { draftAction, startAction } from "#app/(staff)/admin/actions/actions.ts";
import { findCustomers } from "#app/(staff)/admin/actions.ts";
import { viewsOf } from "#app/(staff)/admin/views/views-of.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { FleetConnectionsScreen } from "#components/staff/connections/fleet-connections-screen.tsx";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { countConnectionViews, listFleetConnections } from "#lib/staff/lists/list-connections.ts";
import { CONNECTION_LIST } from "#lib/staff/shared/list-view.ts";

export const metadata: Metadata = { title: "All connections" };

export default staffPage(undefined, async ({ actor, viewer, searchParams }) => {
  const [view, views] = await Promise.all([
    listFleetConnections(actor, readListQuery(CONNECTION_LIST, searchParams)),
    viewsOf(actor, "connections", countConnectionViews),
  ]);
  return (
    <PortalFrame viewer={viewer} active="fleet" crumbs={[{ text: "Connections" }]}>
      <FleetConnectionsScreen
        view={view}
        views={views}
        now={Date.now()}
        role={actor.role}
        findCustomers={findCustomers}
        draftAction={draftAction}
        startAction={startAction}
      />
    </PortalFrame>
  );
});
