import { createHmac } from "node:crypto";
import type { Secret } from "#kernel/secret.ts";

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * The twelve characters (60 bits) that end the role's name wherever CloudFormation doesn't make it: nobody can guess
 * them, and every visit and every way shows the same ones, without a column that would have to hold them.
 */
export function roleNameSuffix(key: Secret<string>, connectionId: string): string {
  const digest = createHmac("sha256", key.reveal()).update(`role-name\n${connectionId}`).digest();
  return Array.from(digest.subarray(0, 12), (byte) => BASE32[byte & 31]).join("");
}
