import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { ReviewScreen } from "#components/connections/review/review-screen.tsx";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { findReviewView } from "#lib/connections/review/find-review-view.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";
import { parsedOrNotFound } from "#lib/request/pages/page-props.ts";

export const metadata: Metadata = { title: "For your security team" };

export default customerPage<{ id: string }>(async ({ actor, viewer, params }) => {
  const found = await findReviewView(actor, appContextOf(webEnv()), parsedOrNotFound(ConnectionId, params.id));
  if (!found.ok) notFound();
  const { connection } = found.value;
  const crumbs = [
    { text: "Connections", href: "/connections" },
    { text: connection.name, href: `/connections/${connection.id}` },
    { text: "For your security team" },
  ];
  return (
    <PortalFrame viewer={viewer} switchCustomer={switchCustomer} active="connections" navigation="closed" crumbs={crumbs}>
      <ReviewScreen view={found.value} customerName={viewer.customerName} />
    </PortalFrame>
  );
});
