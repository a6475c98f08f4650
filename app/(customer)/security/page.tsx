import type { Metadata } from "next";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { SecurityScreen } from "#components/trail/security-screen.tsx";
import { deploymentOf } from "#lib/connections/deployment.ts";
import { findRoleSessions } from "#lib/connections/find-role-sessions.ts";
import { RoleSessionsPageQuery } from "#lib/connections/role-sessions-input.ts";
import { webEnv } from "#lib/kernel/env.ts";
import { customerPage } from "#lib/request/customer-page.ts";
import { parsedOrNotFound } from "#lib/request/parsed-or-not-found.ts";

export const metadata: Metadata = { title: "Session history" };

export default customerPage(async ({ actor, viewer, searchParams }) => {
  const { below, ...query } = parsedOrNotFound(RoleSessionsPageQuery, searchParams);
  return (
    <PortalFrame viewer={viewer} switchCustomer={switchCustomer} active="security" crumbs={[{ text: "Session history" }]}>
      <SecurityScreen view={await findRoleSessions(actor, deploymentOf(webEnv()), query, below)} />
    </PortalFrame>
  );
});
