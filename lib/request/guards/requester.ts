import "server-only";
import { webEnv } from "#kernel/env.ts";
import { sessionOfRequest } from "#lib/request/sign-in/session-cookie.ts";
import { type SessionOwner, sessionOwner } from "#lib/sign-in/session-holder.ts";

/** The requester, read from the database on each request, never from a token or a cache. Extends the session. */
export async function requesterOf(): Promise<SessionOwner> {
  const session = await sessionOfRequest();
  return session === null ? { kind: "nobody" } : sessionOwner(session, webEnv().sessionIdleMinutes);
}
