import type { Metadata } from "next";
import { switchCustomer } from "#app/(customer)/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { SessionsScreen } from "#components/sessions/sessions-screen.tsx";
import { ok } from "#kernel/result.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";
import { withOwnSession } from "#lib/request/guards/requester.ts";
import { ownSessions } from "#lib/sign-in/session-owner.ts";
import { endSession } from "./actions.ts";

export const metadata: Metadata = { title: "Sign-in sessions" };

export default customerPage(async ({ viewer }) => {
  const sessions = await withOwnSession(async (session) => ok(await ownSessions(session)));
  return (
    <PortalFrame
      viewer={viewer}
      switchCustomer={switchCustomer}
      active="settings"
      crumbs={[{ text: "Settings", href: "/settings" }, { text: "Sign-in sessions" }]}
    >
      <SessionsScreen isStaff={false} sessions={sessions.ok ? sessions.value : []} endSession={endSession} />
    </PortalFrame>
  );
});
