import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { startConnection } from "#app/(customer)/connections/actions.ts";
import { ownConnectionsOf } from "#app/(customer)/connections/own-list.ts";
import { ConnectionsScreen } from "#components/connections/list/connections-screen.tsx";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { findNewestDraft } from "#lib/connections/views/find-connections.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";

export const metadata: Metadata = { title: "Connections" };

/** Creates no External ID, because a GET changes nothing: continues with the newest unfinished draft, or shows the button. */
export default customerPage(async ({ actor, viewer }) => {
  const newest = await findNewestDraft(actor);
  if (newest.kind === "draft") redirect(`/connections/${newest.id}/connect`);
  return (
    <PortalFrame viewer={viewer} switchCustomer={switchCustomer} active="connections" crumbs={[{ text: "Connections" }]}>
      <ConnectionsScreen
        {...(await ownConnectionsOf(actor, viewer.suspended, {}))}
        mayConnect={viewer.role === "owner" && !viewer.suspended}
        suspended={viewer.suspended}
        startConnection={startConnection}
      />
    </PortalFrame>
  );
});
