import "server-only";
import type { UserId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { fail, type Result } from "#kernel/result.ts";
import { sessionOfRequest } from "#lib/request/sign-in/sign-in-cookies.ts";
import { type SessionHash, type SessionOwner, sessionOwner } from "#lib/sign-in/session-owner.ts";

/** The requester, read from the database on each request, never from a token or a cache. Extends the session. */
export async function requesterOf(): Promise<SessionOwner> {
  const session = await sessionOfRequest();
  return session === null ? { kind: "nobody" } : sessionOwner(session, webEnv().sessionIdleMinutes);
}

/** The ID of the signed-in person, also when they are neither a member of a customer nor staff. */
export function userIdOf(requester: Exclude<SessionOwner, { kind: "nobody" }>): UserId {
  return requester.kind === "outsider" ? requester.userId : requester.actor.userId;
}

export type OriginVerdict = "same-origin" | "cross-site";

/**
 * Whether a request that may change something comes from the portal's own pages. The check of Next.js
 * compares two headers of the request with each other; this one compares them with APP_URL.
 * `Origin` must be APP_URL's; without one, only a browser that says `Sec-Fetch-Site: same-origin` is believed.
 */
export function originVerdict(headers: Headers, appUrl: string): OriginVerdict {
  const ours = new URL(appUrl);
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  if (host !== ours.host) return "cross-site";
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return "cross-site";
  const origin = headers.get("origin");
  if (origin === null) return site === "same-origin" ? "same-origin" : "cross-site";
  return origin === ours.origin ? "same-origin" : "cross-site";
}

/** Runs work on the session of this request, which a guard has already accepted. */
export async function withOwnSession<T>(work: (session: SessionHash) => Promise<Result<T>>): Promise<Result<T>> {
  const session = await sessionOfRequest();
  return session === null ? fail("signed-out", "You are signed out. Sign in and try again.") : work(session);
}
