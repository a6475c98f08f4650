import "server-only";
import { webEnv } from "#kernel/env.ts";
import { sessionOfRequest } from "#lib/request/sign-in/session-cookie.ts";
import { type SessionHolder, sessionHolder } from "#lib/sign-in/session-holder.ts";

/** Who asks in this request, read from the database now: never from a token's content, never from a cache. It keeps the session. */
export async function askerOfRequest(): Promise<SessionHolder> {
  const session = await sessionOfRequest();
  return session === null ? { kind: "nobody" } : sessionHolder(session, webEnv().sessionIdleMinutes);
}
