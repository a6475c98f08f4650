import { createHmac } from "node:crypto";
import type { Secret } from "#kernel/secret.ts";

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

declare const brand: unique symbol;
/** `sp-` and 20 base32 characters: the one shape for everything we do, since a trust policy may look at the name. */
export type SessionName = string & { readonly [brand]: "SessionName" };

/**
 * The RoleSessionName for a user's reads or for a run, the same at every call with the same ids. It names nobody in the
 * customer's CloudTrail; the portal shows its own people the mapping. `ids` are told apart by a length before each.
 */
export function sessionName(key: Secret<string>, purpose: "user" | "run", ids: readonly string[]): SessionName {
  const hmac = createHmac("sha256", key.reveal());
  for (const part of [purpose, ...ids]) hmac.update(`${Buffer.byteLength(part)}:${part}`);
  const digest = hmac.digest();
  let name = "sp-";
  for (let bit = 0; bit < 100; bit += 5) name += BASE32[(digest.readUInt16BE(bit >> 3) >> (11 - (bit & 7))) & 31];
  return name as SessionName;
}
