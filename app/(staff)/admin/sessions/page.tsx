import type { Metadata } from "next";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { SessionsScreen } from "#components/sessions/sessions-screen.tsx";
import { ok } from "#kernel/result.ts";
import { withOwnSession } from "#lib/request/guards/requester.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { ownSessions } from "#lib/sign-in/session-owner.ts";
import { endSession } from "./actions.ts";

export const metadata: Metadata = { title: "Sign-in sessions" };

export default staffPage(undefined, async ({ viewer }) => {
  const sessions = await withOwnSession(async (session) => ok(await ownSessions(session)));
  return (
    <PortalFrame viewer={viewer} active="staff" crumbs={[{ text: "Sign-in sessions" }]}>
      <SessionsScreen isStaff sessions={sessions.ok ? sessions.value : []} endSession={endSession} />
    </PortalFrame>
  );
});
