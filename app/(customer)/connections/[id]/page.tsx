import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { switchCustomer } from "#app/(customer)/actions.ts";
import {
  cancelRotation,
  disableConnection,
  removeConnection,
  renameConnection,
  startRotation,
} from "#app/(customer)/connections/actions.ts";
import { ConnectionScreen } from "#components/connections/detail/connection-screen.tsx";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { findConnectionDetail } from "#lib/connections/views/find-connection-detail.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";
import { parsedOrNotFound } from "#lib/request/pages/page-props.ts";

export const metadata: Metadata = { title: "Connection" };

export default customerPage<{ id: string }>(async ({ actor, viewer, params }) => {
  const env = webEnv();
  const found = await findConnectionDetail(actor, appContextOf(env), parsedOrNotFound(ConnectionId, params.id));
  if (!found.ok) notFound();
  const { connection } = found.value;
  return (
    <PortalFrame
      viewer={viewer}
      switchCustomer={switchCustomer}
      active="connections"
      crumbs={[{ text: "Connections", href: "/connections" }, { text: connection.name }]}
    >
      <ConnectionScreen
        detail={found.value}
        partnerAccountIds={env.partnerAccountIds}
        actions={{
          rename: renameConnection,
          disable: disableConnection,
          remove: removeConnection,
          rotation: { start: startRotation, cancel: cancelRotation },
        }}
        followUrl={`/api/connections/${connection.id}/verification`}
      />
    </PortalFrame>
  );
});
