import "server-only";
import { fail, type Result } from "#kernel/result.ts";
import { sessionOfRequest } from "#lib/request/sign-in/sign-in-cookies.ts";
import type { SessionHash } from "#lib/sign-in/session-owner.ts";

/** Runs work on the session of this request, which a guard has already accepted. */
export async function withOwnSession<T>(work: (session: SessionHash) => Promise<Result<T>>): Promise<Result<T>> {
  const session = await sessionOfRequest();
  return session === null ? fail("signed-out", "You are signed out. Sign in and try again.") : work(session);
}
