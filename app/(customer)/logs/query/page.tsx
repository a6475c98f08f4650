import type { Metadata } from "next";
import { listLogGroups } from "#app/(customer)/connections/[id]/logs/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { CrossScreen } from "#components/query/cross/cross-screen.tsx";
import { webEnv } from "#kernel/process/env.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { findConnections } from "#lib/connections/views/find-connections.ts";
import { crossConnectionOf } from "#lib/logs/insights/cross-connection-of.ts";
import { findOpenedParts } from "#lib/logs/insights/find-opened-parts.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";

export const metadata: Metadata = { title: "Query across connections" };

export default customerPage(async ({ actor, viewer, searchParams }) => {
  const connections = (await findConnections(actor, appContextOf(webEnv()))).map(crossConnectionOf).filter((each) => each !== null);
  const opened = await findOpenedParts(actor, connections, searchParams["results"]);
  const address = Object.fromEntries(Object.entries(searchParams).filter((word): word is [string, string] => typeof word[1] === "string"));
  return (
    <PortalFrame viewer={viewer} active="logs" navigation="closed" crumbs={[{ text: "Logs", href: "/logs" }, { text: "Query" }]}>
      <CrossScreen {...{ connections, address, opened }} suspended={viewer.suspended} actions={{ listLogGroups }} />
    </PortalFrame>
  );
});
