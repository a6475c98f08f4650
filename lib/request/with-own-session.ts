import "server-only";
import { fail, type Result } from "#lib/kernel/result.ts";
import type { SessionHash } from "#lib/sign-in/session-hash.ts";
import { sessionOfRequest } from "./session-cookie.ts";

/** Work on the very session that a guard has just let in. */
export async function withOwnSession<T>(work: (session: SessionHash) => Promise<Result<T>>): Promise<Result<T>> {
  const session = await sessionOfRequest();
  return session === null ? fail("signed-out", "You are signed out. Sign in and try again.") : work(session);
}
