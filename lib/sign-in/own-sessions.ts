import { inTransaction } from "#db/in-transaction.ts";
import { endSessionsBeside, nameBrowser as name, sessionsBeside } from "#db/queries/sign-in-own-sessions.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import type { SessionHash } from "./session-hash.ts";
import type { OwnSessionView } from "./shared/own-sessions-view.ts";

const SIGN_IN = { kind: "sign-in" } as const;

/** Where the person of this session is signed in now, newest first. */
export async function ownSessions(session: SessionHash): Promise<readonly OwnSessionView[]> {
  const rows = await inTransaction(SIGN_IN, (tx) => sessionsBeside(tx, session));
  return rows.map(({ id, browser, created, ends, mine }) => ({ id, browser, signedInAt: created, endsAt: ends, isThis: mine }));
}

/**
 * Ends one of one's own sessions by its id, or all but this one (`others`); audited. It counts at their next request and, while
 * they read logs, at their next page. Answers how many ended; another person's session is not found.
 */
export async function endOwnSessions(session: SessionHash, which: string): Promise<Result<number>> {
  const ended = await inTransaction(SIGN_IN, (tx) => endSessionsBeside(tx, session, which === "others" ? null : which));
  return ended > 0 || which === "others" ? ok(ended) : fail("not-found", "not found");
}

/** Notes, in words of ours, with which browser a session began. */
export async function nameBrowser(session: SessionHash, words: string | null): Promise<void> {
  await inTransaction(SIGN_IN, (tx) => name(tx, session, words));
}
