import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { ReportScreen } from "#components/verification/report/report-screen.tsx";
import { ConnectionId, RunId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { findReport } from "#lib/connections/reports/find-report.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";
import { parsedOrNotFound } from "#lib/request/pages/page-props.ts";

export const metadata: Metadata = { title: "Verification report" };

export default customerPage<{ id: string; run: string }>(async ({ actor, viewer, params }) => {
  const [id, run] = [parsedOrNotFound(ConnectionId, params.id), parsedOrNotFound(RunId, params.run)];
  const found = await findReport(actor, appContextOf(webEnv()), id, run);
  if (!found.ok) notFound();
  const { connection } = found.value;
  const crumbs = [
    { text: "Connections", href: "/connections" },
    { text: connection.name, href: `/connections/${connection.id}` },
    { text: "Verification report" },
  ];
  return (
    <PortalFrame viewer={viewer} switchCustomer={switchCustomer} active="connections" navigation="closed" crumbs={crumbs}>
      <ReportScreen report={found.value} />
    </PortalFrame>
  );
});
