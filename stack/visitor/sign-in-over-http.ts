import { HttpVisitor } from "./http-visitor.ts";
import { formsOf } from "./page-form.ts";

/** Signs a visitor in at the sandbox's identity provider with this email address. @throws Error that names the step which failed */
export async function signInOverHttp(visitor: HttpVisitor, appUrl: string, callbackUrl: string, email: string): Promise<void> {
  const { csrfToken } = JSON.parse((await visitor.open(`${appUrl}/api/auth/csrf`)).body);
  const login = await visitor.open(`${appUrl}/api/auth/signin/oidc`, { csrfToken, callbackUrl });
  const forms = formsOf(login.body);
  // The identity provider has a button for each of the demo's people, and a form for any other address.
  const ofPerson = forms.find(({ buttons }) => buttons.some(({ value }) => value === email));
  const form = ofPerson ?? forms.find(({ inputs }) => inputs.includes("email"));
  if (form === undefined) throw new Error(`the identity provider has no form to sign in ${email}`);
  const button = ofPerson?.buttons.find(({ value }) => value === email);
  const fields = button ? { ...form.hidden, [button.name ?? "email"]: email } : { email, verified: "yes" };
  const landed = await visitor.open(new URL(form.action, login.url).href, fields);
  if (!landed.url.startsWith(appUrl) || landed.url.includes("error="))
    throw new Error(`${email} could not sign in (${new URL(landed.url).search})`);
}

/**
 * Does what an invited person does: opens the single-use link, signs in at the identity provider with the invited address, and accepts.
 * Returns the visitor, signed in. @throws Error that names the step which failed
 */
export async function followInvitation(appUrl: string, link: string, email: string): Promise<HttpVisitor> {
  const visitor = new HttpVisitor();
  await visitor.open(link);
  await signInOverHttp(visitor, appUrl, link, email);
  const invitation = await visitor.open(link);
  const form = formsOf(invitation.body).find(({ action }) => action.endsWith("/accept"));
  if (form === undefined) throw new Error(`the invitation page of ${email} has no form to accept it`);
  await visitor.open(new URL(form.action, invitation.url).href, form.hidden);
  return visitor;
}
