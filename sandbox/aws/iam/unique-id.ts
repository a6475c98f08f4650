import { randomBytes } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** An identifier in the shape of AWS's: a four-letter kind (`AROA`, `ANPA`, `ASIA`) and random base32. */
export function uniqueId(kind: "AROA" | "AIDA" | "ANPA" | "ASIA", length = 17): string {
  return kind + Array.from(randomBytes(length), (byte) => ALPHABET[byte % 32]).join("");
}
