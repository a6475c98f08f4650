import { inTransaction } from "#db/in-transaction.ts";
import { signInAddress, staffOf } from "#db/queries/sign-in.ts";

export interface OidcArrival {
  readonly subject: string;
  /** The address that the issuer verified. */
  readonly address: string;
  /** The address under which this identity is known here already, else the same. */
  readonly knownAs: string;
  /** The staff's issuer when the person comes from it; null when they come from another. */
  readonly staffIssuer: string | null;
}

/**
 * Whether an identity proven by an issuer may enter. Enrolled staff always; anybody else only when known here and when
 * neither address belongs to a member of staff: an address that names one, under another identity, is somebody else's.
 */
export async function mayEnterByOidc({ subject, address, knownAs, staffIssuer }: OidcArrival): Promise<boolean> {
  return inTransaction({ kind: "sign-in" }, async (tx) => {
    if (staffIssuer !== null && (await staffOf(tx, staffIssuer, subject)) === "enrolled") return true;
    const arriving = await signInAddress(tx, address);
    const known = knownAs === address ? arriving : await signInAddress(tx, knownAs);
    return known.known && !known.ofStaff && !arriving.ofStaff;
  });
}

/** Whether a link that was mailed may still let its person in: both facts may have changed since it was sent. */
export async function mayEnterByLink(address: string): Promise<boolean> {
  const { known, ofStaff } = await inTransaction({ kind: "sign-in" }, (tx) => signInAddress(tx, address));
  return known && !ofStaff;
}
