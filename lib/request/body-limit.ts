/** The longest body that any door takes, in bytes; nothing that a door asks for is a tenth of it. */
export const MOST_BODY_BYTES = 64 * 1024;

export type BodyVerdict = "fits" | "too-long" | "of-unknown-length";

/**
 * Whether a request's body may be read at all, by what its headers say of it. Node reads no more of a body than the length
 * announced, so a lie about it gains nothing; one that is announced in chunks could go on for ever.
 */
export function bodyVerdict(headers: Headers): BodyVerdict {
  const length = headers.get("content-length");
  if (length === null) return headers.has("transfer-encoding") ? "of-unknown-length" : "fits";
  return Number(length) <= MOST_BODY_BYTES ? "fits" : "too-long";
}
