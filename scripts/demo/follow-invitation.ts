import { HttpVisitor } from "./http-visitor.ts";

/**
 * Does what an invited person does: opens the single-use link, signs in at the identity provider as the invited address
 * and accepts. @throws with the step that did not work
 */
export async function followInvitation(appUrl: string, link: string, email: string): Promise<void> {
  const visitor = new HttpVisitor();
  await visitor.open(link);
  await signIn(visitor, appUrl, link, email);
  const invitation = await visitor.open(link);
  const action = /<form[^>]*action="([^"]*\/accept)"/.exec(invitation.body)?.[1];
  if (action === undefined) throw new Error(`the invitation of ${email} shows nothing to accept`);
  await visitor.open(new URL(action.replaceAll("&amp;", "&"), invitation.url).href, hiddenFields(invitation.body, "/accept"));
}

async function signIn(visitor: HttpVisitor, appUrl: string, callbackUrl: string, email: string): Promise<void> {
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

interface PageForm {
  readonly action: string;
  readonly fields: Record<string, string>;
  readonly button: string;
}

/** The form of a page whose submit button carries `value`. */
function formWith(page: string, value: string): PageForm | undefined {
  for (const [form = ""] of page.matchAll(/<form[\s\S]*?<\/form>/g)) {
    const button = [...form.matchAll(/<button[^>]*>/g)].find(([tag]) => attribute(tag, "value") === value)?.[0];
    if (button === undefined) continue;
    return { action: attribute(form, "action") ?? "", fields: hidden(form), button: attribute(button, "name") ?? "email" };
  }
  return undefined;
}

/** The action of the form that holds something. */
function formOf(page: string, holds: RegExp): string | undefined {
  const form = [...page.matchAll(/<form[\s\S]*?<\/form>/g)].map(([found]) => found).find((found) => holds.test(found));
  return form === undefined ? undefined : attribute(form, "action");
}

function hiddenFields(page: string, actionEnd: string): Record<string, string> {
  const form = [...page.matchAll(/<form[\s\S]*?<\/form>/g)]
    .map(([found]) => found)
    .find((found) => attribute(found, "action")?.endsWith(actionEnd));
  return form === undefined ? {} : hidden(form);
}

function hidden(form: string): Record<string, string> {
  const inputs = [...form.matchAll(/<input[^>]*>/g)].map(([tag]) => tag).filter((tag) => attribute(tag, "type") === "hidden");
  return Object.fromEntries(inputs.map((tag) => [attribute(tag, "name") ?? "", attribute(tag, "value") ?? ""]));
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&amp;", "&").replaceAll("&#x3D;", "=");
}
