import { HttpVisitor } from "./http-visitor.ts";
import { hiddenFields } from "./page-form.ts";
import { signInOverHttp } from "./sign-in-over-http.ts";

/**
 * Does what an invited person does: opens the single-use link, signs in at the identity provider as the invited address
 * and accepts. The visitor is signed in after it. @throws with the step that did not work
 */
export async function followInvitation(appUrl: string, link: string, email: string): Promise<HttpVisitor> {
  const visitor = new HttpVisitor();
  await visitor.open(link);
  await signInOverHttp(visitor, appUrl, link, email);
  const invitation = await visitor.open(link);
  const action = /<form[^>]*action="([^"]*\/accept)"/.exec(invitation.body)?.[1];
  if (action === undefined) throw new Error(`the invitation of ${email} shows nothing to accept`);
  await visitor.open(new URL(action.replaceAll("&amp;", "&"), invitation.url).href, hiddenFields(invitation.body, "/accept"));
  return visitor;
}
