import type { IncomingMessage, ServerResponse } from "node:http";
import Provider from "oidc-provider";
import { readBody } from "#sandbox/aws/protocol/read-body.ts";
import type { Route } from "#sandbox/aws/protocol/router.ts";
import { type AccountStore, accountStore } from "./account-store.ts";
import { providerConfiguration } from "./provider-configuration.ts";
import { problemPage, signInPage } from "./sign-in-page.ts";

export interface IdentityProviderOptions {
  /** Where the provider is reached from outside, such as `http://localhost:4566/idp`; its path is where it is mounted. */
  readonly issuer: string;
  /** Where people come from and go back to. */
  readonly portalUrl: string;
}

/** An OpenID Connect provider with a sign-in page of its own. State is in memory; after a restart people sign in again. */
export async function identityProviderRoutes({ issuer, portalUrl }: IdentityProviderOptions): Promise<Route> {
  const mount = new URL(issuer).pathname;
  const accounts = accountStore();
  const provider = new Provider(issuer, await providerConfiguration({ portalUrl, mount, accounts }));
  const answer = provider.callback();
  const formsMayLeadTo = new URL(portalUrl).origin;
  return async (req, res, url) => {
    if (url.pathname.startsWith(`${mount}/interaction/`)) {
      await interaction({ provider, accounts, formsMayLeadTo }, req, res, url.pathname);
      return;
    }
    forgetSession(req);
    // The provider learns its mount from the difference of the two.
    Object.assign(req, { originalUrl: req.url, url: (req.url ?? "").slice(mount.length) || "/" });
    await answer(req, res);
  };
}

/** A browser's session is never looked at, so that nobody is still who they were at their last sign-in. */
function forgetSession(req: IncomingMessage): void {
  const kept = (req.headers.cookie ?? "").split(/; */).filter((cookie) => !cookie.startsWith("_session"));
  req.headers.cookie = kept.join("; ");
}

interface Desk {
  readonly provider: Provider;
  readonly accounts: AccountStore;
  readonly formsMayLeadTo: string;
}

async function interaction(desk: Desk, req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
  const { provider, accounts } = desk;
  const show = (status: number, html: string) => res.writeHead(status, headersOf(desk)).end(html);
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

function headersOf({ formsMayLeadTo }: Desk): Record<string, string> {
  return {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    // Browsers follow form-action through redirects, and a sign-in ends at the portal.
    "content-security-policy": `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${formsMayLeadTo}`,
  };
}
