import type { IncomingMessage, ServerResponse } from "node:http";
import Provider from "oidc-provider";
import { readBody } from "#sandbox/aws/protocol/read-body.ts";
import type { Route } from "#sandbox/aws/protocol/router.ts";
import { type AccountStore, accountStore } from "./account-store.ts";
import { providerConfiguration } from "./provider-configuration.ts";
import { problemPage, signInPage } from "./sign-in-page.ts";

export interface IdentityProviderOptions {
  /** The public URL of the provider, such as `http://localhost:4566/idp`. Its path is the path of these routes. */
  readonly issuer: string;
  /** The URL of the portal, which people are redirected to. */
  readonly portalUrl: string;
}

/** An OpenID Connect provider with its own sign-in page. Its state is in memory, so people sign in again after a restart. */
export async function identityProviderRoutes({ issuer, portalUrl }: IdentityProviderOptions): Promise<Route> {
  const mount = new URL(issuer).pathname;
  const accounts = accountStore();
  const provider = new Provider(issuer, await providerConfiguration({ portalUrl, mount, accounts }));
  const handle = provider.callback();
  const portalOrigin = new URL(portalUrl).origin;
  return async (req, res, url) => {
    if (url.pathname.startsWith(`${mount}/interaction/`)) {
      await interaction({ provider, accounts, portalOrigin }, req, res, url.pathname);
      return;
    }
    forgetSession(req);
    // The provider derives its base path from the difference between originalUrl and url.
    Object.assign(req, { originalUrl: req.url, url: (req.url ?? "").slice(mount.length) || "/" });
    await handle(req, res);
  };
}

/** Removes the session cookie from a request, so that people can choose another user at each sign-in. */
function forgetSession(req: IncomingMessage): void {
  const kept = (req.headers.cookie ?? "").split(/; */).filter((cookie) => !cookie.startsWith("_session"));
  req.headers.cookie = kept.join("; ");
}

interface InteractionContext {
  readonly provider: Provider;
  readonly accounts: AccountStore;
  readonly portalOrigin: string;
}

async function interaction(context: InteractionContext, req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
  const { provider, accounts } = context;
  const show = (status: number, html: string) => res.writeHead(status, headersOf(context)).end(html);
  const known = await provider.interactionDetails(req, res).then(
    ({ uid }) => path.endsWith(`/${uid}`),
    () => false,
  );
  if (!known) {
    show(400, problemPage("It has expired, or it was started in another browser."));
    return;
  }
  if (req.method !== "POST") {
    show(200, signInPage(path));
    return;
  }
  const form = new URLSearchParams((await readBody(req)).toString("utf8"));
  if (form.has("cancel")) {
    await provider.interactionFinished(req, res, { error: "access_denied", error_description: "The person canceled sign-in." });
    return;
  }
  const email = form.get("person") ?? form.get("email") ?? "";
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
    show(400, signInPage(path, "Enter a valid email address."));
    return;
  }
  const accountId = accounts.admit(email, form.has("person") || form.get("verified") === "yes");
  await provider.interactionFinished(req, res, { login: { accountId, remember: false } }, { mergeWithLastSubmission: false });
}

function headersOf({ portalOrigin }: InteractionContext): Record<string, string> {
  return {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    // Browsers apply form-action to redirects too, and a sign-in ends with a redirect to the portal.
    "content-security-policy": `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${portalOrigin}`,
  };
}
