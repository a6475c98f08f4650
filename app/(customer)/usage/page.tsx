import type { Metadata } from "next";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { UsageScreen } from "#components/usage/usage-screen.tsx";
import { systemClock } from "#kernel/time/clock.ts";
import { findUsagePage } from "#lib/logs/insights/find-usage-page.ts";
import { UsagePageQuery } from "#lib/logs/insights/shared/query-inputs.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";
import { parsedOrNotFound } from "#lib/request/pages/page-props.ts";
import { setQueryThreshold } from "./actions.ts";

export const metadata: Metadata = { title: "Usage and cost" };

export default customerPage(async ({ actor, viewer, searchParams }) => {
  const query = parsedOrNotFound(UsagePageQuery, searchParams);
  return (
    <PortalFrame viewer={viewer} switchCustomer={switchCustomer} active="usage" crumbs={[{ text: "Usage and cost" }]}>
      <UsageScreen view={await findUsagePage(actor, query, systemClock)} setThreshold={setQueryThreshold} />
    </PortalFrame>
  );
});
