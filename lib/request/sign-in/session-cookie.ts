import { cookies } from "next/headers";
import { type SessionHash, sessionHashOf } from "#lib/sign-in/session-hash.ts";

/** `__Host-`: the browser restricts the cookie to this host, HTTPS and the path `/`. */
export const SESSION_COOKIE = "__Host-session";

/** The hash of the request's session token; null without a cookie. */
export async function sessionOfRequest(): Promise<SessionHash | null> {
  const token = (await cookies()).get(SESSION_COOKIE)?.value;
  return token ? sessionHashOf(token) : null;
}
