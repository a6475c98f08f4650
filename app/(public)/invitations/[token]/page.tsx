import { notFound } from "next/navigation";
import { InvitationScreen } from "#components/sign-in/invitation-screen.tsx";
import { invitationHashOf } from "#lib/kernel/invitation-token.ts";
import { publicPage } from "#lib/request/public-page.ts";
import { invitationPageView } from "#lib/sign-in/invitation-page-view.ts";

export const metadata = { title: "Invitation" };

export default publicPage<{ token: string }>(async ({ asker, params, searchParams }) => {
  const view = await invitationPageView(invitationHashOf(params.token), `/invitations/${encodeURIComponent(params.token)}`, asker);
  if (view === null) notFound();
  return <InvitationScreen view={{ ...view, needsSingleSignOn: searchParams["by"] === "single-sign-on" }} />;
});
