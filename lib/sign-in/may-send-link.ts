import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { inTransaction } from "#db/in-transaction.ts";
import { signInAddress } from "#db/queries/sign-in-address.ts";
import { verificationTokens } from "#db/schema/verification-tokens.ts";
import { RESERVED_LINK } from "./reserved-link.ts";

/** Links of one address that may work at the same time. Each lives ten minutes, so this is also the most mail it can get. */
const MOST_OPEN_LINKS = 3;

/**
 * Whether a link may be mailed to this address: it must be known here, not a member of staff's (they are an identity at
 * their issuer, never an address) and have asked at most three times in ten minutes. The person is answered alike.
 * A yes holds the link's place until the link is written, so that asking many times at once gets no more mail.
 */
export async function maySendLink(address: string): Promise<boolean> {
  const identifier = address.toLowerCase();
  return inTransaction({ kind: "sign-in" }, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${identifier}, 0))`);
    const { known, ofStaff, openLinks } = await signInAddress(tx, address);
    if (!known || ofStaff || openLinks >= MOST_OPEN_LINKS) return false;
    await tx
      .insert(verificationTokens)
      .values({ identifier, token: `${RESERVED_LINK}${randomUUID()}`, expires: sql`now() + interval '10 min'` });
    return true;
  });
}
