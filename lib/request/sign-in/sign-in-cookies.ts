import type { NextAuthOptions } from "next-auth";
import { SESSION_COOKIE } from "./session-cookie.ts";

const FIFTEEN_MINUTES = 15 * 60;

function cookie(name: string, maxAge?: number) {
  return {
    name,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure: true, ...(maxAge === undefined ? {} : { maxAge }) },
  } as const;
}

/** Recognizes the browser that requested a mailed link; a little longer than the link lives. */
export const LINK_COOKIE = cookie("__Host-link", FIFTEEN_MINUTES);

/** All are `__Host-`, so that no subdomain can set one. Lax, because the identity provider and the mailed link navigate to the portal cross-site. */
export const SIGN_IN_COOKIES: NonNullable<NextAuthOptions["cookies"]> = {
  sessionToken: cookie(SESSION_COOKIE),
  callbackUrl: cookie("__Host-callback"),
  csrfToken: cookie("__Host-csrf"),
  pkceCodeVerifier: cookie("__Host-pkce", FIFTEEN_MINUTES),
  state: cookie("__Host-state", FIFTEEN_MINUTES),
  nonce: cookie("__Host-nonce", FIFTEEN_MINUTES),
};
