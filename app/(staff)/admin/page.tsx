import type { Metadata } from "next";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { OpenAlerts } from "#components/staff/overview/open-alerts.tsx";
import { OverviewHead } from "#components/staff/overview/overview-head.tsx";
import { OverviewScreen } from "#components/staff/overview/overview-screen.tsx";
import { webEnv } from "#kernel/process/env.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { findOverview } from "#lib/staff/overview/find-overview.ts";
import { inviteCustomer } from "./actions.ts";

export const metadata: Metadata = { title: "Overview" };

export default staffPage(undefined, async ({ actor, viewer }) => {
  const now = Date.now();
  const overview = await findOverview(actor, webEnv(), now);
  return (
    <PortalFrame viewer={viewer} active="overview" crumbs={[{ text: "Overview" }]}>
      <OverviewScreen
        overview={overview}
        now={now}
        head={<OverviewHead role={actor.role} inviteCustomer={inviteCustomer} />}
        alerts={overview.alerts === "failed" ? null : <OpenAlerts view={overview.alerts} now={now} />}
      />
    </PortalFrame>
  );
});
