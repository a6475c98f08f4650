import { createHmac } from "node:crypto";
import type { Secret } from "#kernel/secret.ts";

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

declare const brand: unique symbol;
/** `sp-` and 20 base32 characters. All sessions have the same format, since a trust policy can have a condition on the name. */
export type SessionName = string & { readonly [brand]: "SessionName" };

/**
 * The RoleSessionName for a user's reads or for a run. The same IDs always give the same name. It identifies no person in the
 * customer's CloudTrail; the portal shows the mapping to its own users. The length of each ID is hashed before it, so that
 * different lists of IDs never give the same input.
 */
export function sessionName(key: Secret<string>, purpose: "user" | "run", ids: readonly string[]): SessionName {
  const hmac = createHmac("sha256", key.reveal());
  for (const part of [purpose, ...ids]) hmac.update(`${Buffer.byteLength(part)}:${part}`);
  const digest = hmac.digest();
  let name = "sp-";
  for (let bit = 0; bit < 100; bit += 5) name += BASE32[(digest.readUInt16BE(bit >> 3) >> (11 - (bit & 7))) & 31];
  return name as SessionName;
}
