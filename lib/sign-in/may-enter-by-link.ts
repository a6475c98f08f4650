import { inTransaction } from "#db/in-transaction.ts";
import { signInAddress } from "#db/queries/sign-in-address.ts";

/** Whether a link that was mailed may still let its person in: both facts may have changed since it was sent. */
export async function mayEnterByLink(address: string): Promise<boolean> {
  const { known, ofStaff } = await inTransaction({ kind: "sign-in" }, (tx) => signInAddress(tx, address));
  return known && !ofStaff;
}
