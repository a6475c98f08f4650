import { randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { type BrowserHash, browserHashOf } from "#lib/sign-in/mailed-links.ts";
import { LINK_COOKIE } from "./sign-in-cookies.ts";

/** The cookie's value: 256 random bits. Its hash is stored with the links that this browser requests. */
const VALUE = /^[A-Za-z0-9_-]{43}$/;

async function cookieOfRequest(): Promise<string | null> {
  const value = (await cookies()).get(LINK_COOKIE.name)?.value ?? "";
  return VALUE.test(value) ? value : null;
}

/** The browser of this request, if it has recently requested a link. */
export async function linkBrowserOfRequest(): Promise<BrowserHash | null> {
  const value = await cookieOfRequest();
  return value === null ? null : browserHashOf(value);
}

/** The browser of this request, and the cookie by which it is recognized when a link is opened. Earlier links of this browser stay valid. */
export async function markedBrowser(): Promise<{ readonly browser: BrowserHash; readonly setCookie: string }> {
  const value = (await cookieOfRequest()) ?? randomBytes(32).toString("base64url");
  const { path, maxAge } = LINK_COOKIE.options;
  return {
    browser: browserHashOf(value),
    setCookie: `${LINK_COOKIE.name}=${value}; Path=${path}; Max-Age=${maxAge}; HttpOnly; Secure; SameSite=Lax`,
  };
}
