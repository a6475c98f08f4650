import { notFound } from "next/navigation";
import { InvitationScreen } from "#components/sign-in/invitation-screen.tsx";
import { invitationHashOf } from "#kernel/people/invitation-token.ts";
import { webEnv } from "#kernel/process/env.ts";
import { publicPage } from "#lib/request/guards/public-page.ts";
import { invitationPageView } from "#lib/sign-in/accept-invitation.ts";

export const metadata = { title: "Invitation" };

export default publicPage<{ token: string }>(async ({ requester, params, searchParams }) => {
  const place = {
    path: `/invitations/${encodeURIComponent(params.token)}`,
    needsSingleSignOn: searchParams["by"] === "single-sign-on",
    staffProvider: webEnv().staffOidc ? "staff-oidc" : "oidc",
  } as const;
  const view = await invitationPageView(invitationHashOf(params.token), place, requester);
  return view === null ? notFound() : <InvitationScreen view={view} />;
});
