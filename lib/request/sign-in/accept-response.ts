import "server-only";
import { invitationHashOf } from "#kernel/people/invitation-token.ts";
import { webEnv } from "#kernel/process/env.ts";
import { requesterOf, userIdOf } from "#lib/request/guards/requester.ts";
import { seeOther } from "#lib/request/pages/see-other.ts";
import { acceptInvitation, type StaffEntryPoint } from "#lib/sign-in/accept-invitation.ts";
import { sessionOfRequest } from "./sign-in-cookies.ts";

/** Handles the form of an invitation page: accepts the invitation and redirects to the person's start page, or back to the page on failure. */
export async function acceptResponse(token: string): Promise<Response> {
  const page = `/invitations/${encodeURIComponent(token)}`;
  const [requester, session] = [await requesterOf(), await sessionOfRequest()];
  if (requester.kind === "nobody" || session === null) return seeOther(`/sign-in?${new URLSearchParams({ callbackUrl: page })}`);
  const { oidc, staffOidc } = webEnv();
  const staffEntryPoint: StaffEntryPoint = staffOidc
    ? { provider: "staff-oidc", issuer: staffOidc.issuer }
    : { provider: "oidc", issuer: oidc.issuer };
  const userId = userIdOf(requester);
  switch (await acceptInvitation({ hash: invitationHashOf(token), userId, session, staffEntryPoint })) {
    case "member":
      return seeOther(requester.kind === "staff" ? "/admin" : "/connections");
    case "staff":
      return seeOther("/admin");
    case "needs-single-sign-on":
      return seeOther(`${page}?by=single-sign-on`);
    case "not-yours":
      return seeOther(page);
  }
}
