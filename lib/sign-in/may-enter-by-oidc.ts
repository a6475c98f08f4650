import { inTransaction } from "#db/in-transaction.ts";
import { signInAddress, staffOf } from "#db/queries/sign-in.ts";

export interface OidcArrival {
  readonly subject: string;
  /** The address that the issuer verified. */
  readonly address: string;
  /** The address with which the portal already knows this identity, otherwise the same as `address`. */
  readonly knownAs: string;
  /** The staff's issuer when the identity comes from it, otherwise null. */
  readonly staffIssuer: string | null;
}

/**
 * Whether an identity that an issuer verified may sign in. Enrolled staff always may; other people only when they are known and
 * neither address belongs to a member of staff: a staff address with another identity belongs to a different person.
 */
export async function mayEnterByOidc({ subject, address, knownAs, staffIssuer }: OidcArrival): Promise<boolean> {
  return inTransaction({ kind: "sign-in" }, async (tx) => {
    if (staffIssuer !== null && (await staffOf(tx, staffIssuer, subject)) === "enrolled") return true;
    const arriving = await signInAddress(tx, address);
    const known = knownAs === address ? arriving : await signInAddress(tx, knownAs);
    return known.known && !known.ofStaff && !arriving.ofStaff;
  });
}

/** Whether a mailed link may still sign in its person: the membership or the staff role may have changed since it was sent. */
export async function mayEnterByLink(address: string): Promise<boolean> {
  const { known, ofStaff } = await inTransaction({ kind: "sign-in" }, (tx) => signInAddress(tx, address));
  return known && !ofStaff;
}
