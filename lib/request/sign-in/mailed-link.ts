import "server-only";
import type { NextAuthOptions } from "next-auth";
import { webEnv } from "#kernel/env.ts";
import { logUnexpected } from "#lib/request/pages/log-unexpected.ts";
import type { SearchParams } from "#lib/request/pages/page-props.ts";
import { type BrowserHash, linkOrigin, MailedLink, requestLink } from "#lib/sign-in/mailed-links.ts";
import type { ConfirmLinkView } from "#lib/sign-in/shared/sign-in-view.ts";
import { confirmPage } from "./cross-site-link.ts";
import { linkBrowserOfRequest } from "./link-browser.ts";
import { safeRedirectPath } from "./safe-redirect-path.ts";

/** Where the service itself sends whoever was mailed a link. Everybody is sent there, so that all answers are the same. */
const ASKED_FOR_LINK = "/api/auth/verify-request?provider=email&type=email";
/** The parameter of the form's own address that says: the account was shown and confirmed. */
const CONFIRMED = "confirmed";

/**
 * The sign-in service's configuration for one request for a link. The service checks its anti-forgery token and normalizes the
 * address; the link itself is ours, because the service would write it and mail it only for addresses that are known.
 */
export function forLinkRequest(config: NextAuthOptions, browser: BrowserHash): NextAuthOptions {
  const { appUrl, authSecret } = webEnv();
  let returnPath = "/";
  return {
    ...config,
    callbacks: {
      ...config.callbacks,
      redirect: async ({ url }) => {
        returnPath = safeRedirectPath(url, appUrl);
        return new URL(returnPath, appUrl).href;
      },
      signIn: async ({ account }) => {
        try {
          await requestLink(authSecret, { address: account?.providerAccountId ?? "", browser, returnPath });
        } catch (error) {
          logUnexpected("sign-in link", error);
          return false;
        }
        return new URL(ASKED_FOR_LINK, appUrl).href;
      },
    },
  };
}

/** A link about to be used by the form of our own page. */
export interface ArrivingLink {
  readonly link: MailedLink;
  readonly browser: BrowserHash | null;
  readonly confirmed: boolean;
}

/**
 * The link of a request that would use it, or the page to answer with: the page that names the account when the link belongs to
 * another browser and its person has not confirmed it there, and the sign-in page when the address is no link.
 */
export async function arrivingLink(request: Request): Promise<ArrivingLink | { readonly page: string }> {
  const { appUrl } = webEnv();
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const link = MailedLink.safeParse(asked);
  if (!link.success) return { page: new URL("/sign-in?error=Verification", appUrl).href };
  const browser = await linkBrowserOfRequest();
  const confirmed = asked[CONFIRMED] === "yes";
  if (!confirmed && (await linkOrigin(link.data, browser)) === "other-browser") return { page: confirmPage(request, appUrl) };
  return { link: link.data, browser, confirmed };
}

/** What the page of a mailed link shows; null for an address that is no link. Opening the page changes nothing. */
export async function confirmLinkViewOf(searchParams: SearchParams): Promise<ConfirmLinkView | null> {
  const link = MailedLink.safeParse(searchParams);
  if (!link.success) return null;
  const { token, email } = link.data;
  const origin = await linkOrigin(link.data, await linkBrowserOfRequest());
  if (origin === null) return { kind: "spent" };
  const fields = { callbackUrl: safeRedirectPath(searchParams["callbackUrl"], webEnv().appUrl), token, email };
  const action = (more: Record<string, string>) => `/api/auth/callback/email?${new URLSearchParams({ ...fields, ...more })}`;
  return origin === "same-browser"
    ? { kind: origin, email, action: action({}) }
    : { kind: origin, email, action: action({ [CONFIRMED]: "yes" }) };
}
