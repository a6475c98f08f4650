import { cookies } from "next/headers";
import type { NextAuthOptions } from "next-auth";
import { type SessionHash, sessionHashOf } from "#lib/sign-in/session-owner.ts";

const FIFTEEN_MINUTES = 15 * 60;

/** `__Host-`: the browser restricts the cookie to this host, HTTPS and the path `/`. */
export const SESSION_COOKIE = "__Host-session";

function cookie(name: string, maxAge?: number) {
  return {
    name,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure: true, ...(maxAge === undefined ? {} : { maxAge }) },
  } as const;
}

/** The anti-forgery cookie of Auth.js. */
export const CSRF_COOKIE = "__Host-csrf";

/** Recognizes the browser that requested a mailed link; a little longer than the link lives. */
export const LINK_COOKIE = cookie("__Host-link", FIFTEEN_MINUTES);

const CALLBACK_COOKIE = cookie("__Host-callback");

/** All are `__Host-`, so that no subdomain can set one. Lax, because the identity provider and the mailed link navigate to the portal cross-site. */
export const SIGN_IN_COOKIES: NonNullable<NextAuthOptions["cookies"]> = {
  sessionToken: cookie(SESSION_COOKIE),
  callbackUrl: CALLBACK_COOKIE,
  csrfToken: cookie(CSRF_COOKIE),
  pkceCodeVerifier: cookie("__Host-pkce", FIFTEEN_MINUTES),
  state: cookie("__Host-state", FIFTEEN_MINUTES),
  nonce: cookie("__Host-nonce", FIFTEEN_MINUTES),
};

/** The hash of the request's session token; null without a cookie. */
export async function sessionOfRequest(): Promise<SessionHash | null> {
  const token = (await cookies()).get(SESSION_COOKIE)?.value;
  return token ? sessionHashOf(token) : null;
}

/**
 * The address to which the last sign-in of this browser should have led, as the browser sent it: not checked. Auth.js keeps it in a cookie, and
 * leaves it out when it redirects a refused person back to the sign-in page.
 */
export async function callbackOfRequest(): Promise<string | undefined> {
  return (await cookies()).get(CALLBACK_COOKIE.name)?.value;
}
