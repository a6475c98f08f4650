import "server-only";
import type { NextAuthOptions } from "next-auth";
import { webEnv } from "#kernel/process/env.ts";
import { logUnexpected } from "#lib/request/pages/log-unexpected.ts";
import type { SearchParams } from "#lib/request/pages/page-props.ts";
import { type BrowserHash, linkOrigin, MailedLink, requestLink } from "#lib/sign-in/mailed-links.ts";
import type { ConfirmLinkView } from "#lib/sign-in/shared/sign-in-view.ts";
import { confirmPage } from "./cross-site-link.ts";
import { linkBrowserOfRequest } from "./link-browser.ts";
import { safeRedirectPath } from "./safe-redirect-path.ts";

/** The page after a request for a link. Every requester is redirected to it, so that all responses are the same. */
const ASKED_FOR_LINK = "/api/auth/verify-request?provider=email&type=email";
/** The query parameter of the form's URL that says that the account was shown and confirmed. */
const CONFIRMED = "confirmed";

/**
 * The configuration of the sign-in service (Auth.js) for one request for a link. Auth.js checks its anti-forgery token and normalizes the
 * address; the portal creates the link itself, because Auth.js would create and mail one only for known addresses, which reveals them.
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

/** A link that the form of the portal's own page is about to use. */
export interface ArrivingLink {
  readonly link: MailedLink;
  readonly browser: BrowserHash | null;
  readonly confirmed: boolean;
}

/**
 * The link of a request that would use it, or the page to respond with: the page that names the account when the link belongs to
 * another browser and the person has not confirmed it, and the sign-in page when the URL is not a valid link.
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

/** The data of the page of a mailed link; null when the URL is not a valid link. Opening the page changes nothing. */
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
