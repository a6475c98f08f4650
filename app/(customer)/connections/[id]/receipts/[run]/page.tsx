import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { ReceiptScreen } from "#components/receipts/receipt-screen.tsx";
import { deploymentOf } from "#lib/connections/deployment.ts";
import { findReceipt } from "#lib/connections/find-receipt.ts";
import { webEnv } from "#lib/kernel/env.ts";
import { ConnectionId, RunId } from "#lib/kernel/ids.ts";
import { customerPage } from "#lib/request/customer-page.ts";
import { parsedOrNotFound } from "#lib/request/parsed-or-not-found.ts";

export const metadata: Metadata = { title: "Verification report" };

export default customerPage<{ id: string; run: string }>(async ({ actor, viewer, params }) => {
  const [id, run] = [parsedOrNotFound(ConnectionId, params.id), parsedOrNotFound(RunId, params.run)];
  const found = await findReceipt(actor, deploymentOf(webEnv()), id, run);
  if (!found.ok) notFound();
  const { connection } = found.value;
  const crumbs = [
    { text: "Connections", href: "/connections" },
    { text: connection.name, href: `/connections/${connection.id}` },
    { text: "Verification report" },
  ];
  return (
    <PortalFrame viewer={viewer} switchCustomer={switchCustomer} active="connections" navigation="closed" crumbs={crumbs}>
      <ReceiptScreen receipt={found.value} />
    </PortalFrame>
  );
});
