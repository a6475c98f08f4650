import { inTransaction } from "#db/in-transaction.ts";
import { signInAddress } from "#db/queries/sign-in-address.ts";

/** Links of one address that may work at the same time. Each lives ten minutes, so this is also the most mail it can get. */
const MOST_OPEN_LINKS = 3;

/**
 * Whether a link may be mailed to this address: it must be known here, not a member of staff's (they are an identity at
 * their issuer, never an address) and have asked at most three times in ten minutes. The person is answered alike.
 */
export async function maySendLink(address: string): Promise<boolean> {
  const { known, ofStaff, openLinks } = await inTransaction({ kind: "sign-in" }, (tx) => signInAddress(tx, address));
  return known && !ofStaff && openLinks < MOST_OPEN_LINKS;
}
