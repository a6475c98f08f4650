import { randomBytes } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** An ID in AWS's format: a prefix of four characters that says what it identifies, and `length` random base32 characters. */
export function uniqueId(kind: "AROA" | "AIDA" | "ANPA" | "ASIA", length = 17): string {
  return kind + Array.from(randomBytes(length), (byte) => ALPHABET[byte % 32]).join("");
}
