import type { Metadata } from "next";
import { findCustomers } from "#app/(staff)/admin/actions.ts";
import { viewsOf } from "#app/(staff)/admin/views/views-of.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { FleetRunsScreen } from "#components/staff/runs/fleet-runs-screen.tsx";
import { webEnv } from "#kernel/process/env.ts";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { listRuns } from "#lib/staff/lists/list-runs.ts";
import { RUN_LIST } from "#lib/staff/shared/people-view.ts";

export const metadata: Metadata = { title: "Verifications" };

export default staffPage(undefined, async ({ actor, viewer, searchParams }) => {
  const [view, views] = await Promise.all([listRuns(actor, webEnv(), readListQuery(RUN_LIST, searchParams)), viewsOf(actor, "runs")]);
  return (
    <PortalFrame viewer={viewer} active="runs" crumbs={[{ text: "Verifications" }]}>
      <FleetRunsScreen view={view} views={views} findCustomers={findCustomers} />
    </PortalFrame>
  );
});
