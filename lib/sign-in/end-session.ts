import { eq } from "drizzle-orm";
import { inTransaction } from "#db/in-transaction.ts";
import { signInSessions } from "#db/queries/sign-in-sessions.ts";
import type { SessionHash } from "./session-hash.ts";

/** Ends one session. Nothing happens when it ended already. */
export async function endSession(session: SessionHash): Promise<void> {
  await inTransaction({ kind: "sign-in" }, async (tx) => {
    await tx.delete(signInSessions).where(eq(signInSessions.sessionToken, session));
  });
}
