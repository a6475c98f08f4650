import { HttpVisitor } from "./http-visitor.ts";
import { formOf, formWith, hiddenFields } from "./page-form.ts";

/** Signs a visitor in at the identity provider as the address. @throws with the step that did not work */
export async function signInOverHttp(visitor: HttpVisitor, appUrl: string, callbackUrl: string, email: string): Promise<void> {
  const { csrfToken } = JSON.parse((await visitor.open(`${appUrl}/api/auth/csrf`)).body);
  const login = await visitor.open(`${appUrl}/api/auth/signin/oidc`, { csrfToken, callbackUrl });
  const button = formWith(login.body, email);
  const action = button?.action ?? formOf(login.body, /name="email"/);
  if (action === undefined) throw new Error(`the identity provider does not ask who ${email} is`);
  const who: Record<string, string> = button ? { ...button.fields, [button.button]: email } : { email, verified: "yes" };
  const landed = await visitor.open(new URL(action, login.url).href, who);
  if (!landed.url.startsWith(appUrl) || landed.url.includes("error="))
    throw new Error(`${email} could not sign in (${new URL(landed.url).search})`);
}

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
