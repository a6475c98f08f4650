import { request } from "playwright";

/**
 * Signs in by single sign-on as one of the people whom the sandbox's identity provider has a button for, and answers the
 * cookie header of the session. @throws with the step that did not work
 */
export async function signIn(portalUrl: string, email: string): Promise<string> {
  const visitor = await request.newContext({ extraHTTPHeaders: { "sec-fetch-site": "same-origin" } });
  try {
    const csrf = (await (await visitor.get(`${portalUrl}/api/auth/csrf`)).json()) as { csrfToken: string };
    const asked = await visitor.post(`${portalUrl}/api/auth/signin/oidc`, {
      headers: { origin: portalUrl },
      form: { csrfToken: csrf.csrfToken, callbackUrl: `${portalUrl}/connections` },
    });
    const action = /<form[^>]* action="([^"]+)"[^>]* class="people"/.exec(await asked.text())?.[1];
    if (action === undefined) throw new Error(`the identity provider does not ask who is there (${asked.status()} at ${asked.url()})`);
    const provider = new URL(action.replaceAll("&amp;", "&"), asked.url());
    const landed = await visitor.post(provider.href, { headers: { origin: provider.origin }, form: { person: email } });
    if (!landed.url().startsWith(`${portalUrl}/connections`)) throw new Error(`${email} landed at ${landed.url()}`);
    const { cookies } = await visitor.storageState();
    return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  } finally {
    await visitor.dispose();
  }
}
