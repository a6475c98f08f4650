import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { draftAction, startAction } from "#app/(staff)/admin/actions/actions.ts";
import { requestRotations, requestRun } from "#app/(staff)/admin/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { ConnectionScreen } from "#components/staff/connection/connection-screen.tsx";
import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { parsedOrNotFound } from "#lib/request/pages/page-props.ts";
import { TEMPLATE_VERSION } from "#lib/role-setup/template/role-template.ts";
import { prettyTrustPolicy } from "#lib/role-setup/template/trust-policy.ts";
import { findConnectionPage } from "#lib/staff/connection-page/find-connection-page.ts";
import { textsOfWeakness } from "#lib/verification/shared/weakness-words-view.ts";

export const metadata: Metadata = { title: "Connection" };

/** In place of the External ID in the corrected policy: the database does not show External IDs to staff. */
const PLACEHOLDER = "EXTERNAL_ID_OF_THIS_CONNECTION";

export default staffPage<{ id: string }>(undefined, async ({ actor, viewer, params }) => {
  const env = webEnv();
  const view = await findConnectionPage(actor, env, parsedOrNotFound(ConnectionId, params.id), TEMPLATE_VERSION);
  if (view === null) notFound();
  const { connection, weakness } = view;
  const crumbs = [
    { text: "Connections", href: "/admin/connections" },
    { text: connection.customerName, href: `/admin/customers/${connection.customerId}` },
    { text: connection.name },
  ];
  return (
    <PortalFrame viewer={viewer} active="fleet" crumbs={crumbs}>
      <ConnectionScreen
        view={view}
        role={actor.role}
        now={Date.now()}
        weaknessTexts={weakness === null ? null : textsOfWeakness(weakness.class)}
        correctedPolicy={prettyTrustPolicy(env, PLACEHOLDER)}
        actions={{ requestRun, requestRotations, draftAction, startAction }}
      />
    </PortalFrame>
  );
});
