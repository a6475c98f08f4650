import "server-only";
import { webEnv } from "#kernel/env.ts";
import { sessionOfRequest } from "#lib/request/sign-in/session-cookie.ts";
import { type SessionOwner, sessionOwner } from "#lib/sign-in/session-holder.ts";

/** Who asks in this request, read from the database now: never from a token's content, never from a cache. It keeps the session. */
export async function requesterOf(): Promise<SessionOwner> {
  const session = await sessionOfRequest();
  return session === null ? { kind: "nobody" } : sessionOwner(session, webEnv().sessionIdleMinutes);
}
