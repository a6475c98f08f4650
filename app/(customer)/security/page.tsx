import type { Metadata } from "next";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { SessionHistoryScreen } from "#components/session-history/session-history-screen.tsx";
import { webEnv } from "#kernel/process/env.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";
import { parsedOrNotFound } from "#lib/request/pages/page-props.ts";
import { findRoleSessions } from "#lib/session-history/find-role-sessions.ts";
import { RoleSessionsPageQuery } from "#lib/session-history/role-sessions-query.ts";

export const metadata: Metadata = { title: "Session history" };

export default customerPage(async ({ actor, viewer, searchParams }) => {
  const { below, ...query } = parsedOrNotFound(RoleSessionsPageQuery, searchParams);
  return (
    <PortalFrame viewer={viewer} switchCustomer={switchCustomer} active="security" crumbs={[{ text: "Session history" }]}>
      <SessionHistoryScreen view={await findRoleSessions(actor, appContextOf(webEnv()), query, below)} />
    </PortalFrame>
  );
});
