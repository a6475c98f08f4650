import { eq } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import { endOtherSessions, listOwnSessions, nameBrowser as name, signInSessions } from "#db/queries/sign-in.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import type { OwnSessionView } from "#lib/sign-in/shared/own-sessions-view.ts";
import type { SessionHash } from "./session-hash.ts";

const SIGN_IN = { kind: "sign-in" } as const;

/** The active sessions of the person of this session, newest first. */
export async function ownSessions(session: SessionHash): Promise<readonly OwnSessionView[]> {
  const rows = await inTransaction(SIGN_IN, (tx) => listOwnSessions(tx, session));
  return rows.map(({ id, browser, created, ends, mine }) => ({ id, browser, signedInAt: created, endsAt: ends, isThis: mine }));
}

/**
 * Ends one of the person's own sessions by its ID, or all but this one (`others`); audited. It takes effect at the next request and,
 * while logs are read, at the next page. Returns how many ended; another person's session is not found.
 */
export async function endOwnSessions(session: SessionHash, which: string): Promise<Result<number>> {
  const ended = await inTransaction(SIGN_IN, (tx) => endOtherSessions(tx, session, which === "others" ? null : which));
  return ended > 0 || which === "others" ? ok(ended) : fail("not-found", "not found");
}

/** Stores which browser began a session, in the portal's own words. */
export async function nameBrowser(session: SessionHash, words: string | null): Promise<void> {
  await inTransaction(SIGN_IN, (tx) => name(tx, session, words));
}

/** One of the person's own sessions by its ID, or all except the current one. */
export const EndSessionInput = z.strictObject({ which: z.union([z.uuid().toLowerCase(), z.literal("others")]) });

/** Ends one session. Does nothing when it has already ended. */
export async function endSession(session: SessionHash): Promise<void> {
  await inTransaction({ kind: "sign-in" }, async (tx) => {
    await tx.delete(signInSessions).where(eq(signInSessions.sessionToken, session));
  });
}
