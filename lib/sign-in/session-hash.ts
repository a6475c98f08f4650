import { createHash } from "node:crypto";
import { z } from "zod";

/** Identifies a session in the database: the SHA-256 of the cookie's token, in hex. The token itself is only in the cookie. */
export const SessionHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<"SessionHash">();
export type SessionHash = z.infer<typeof SessionHash>;

export function sessionHashOf(token: string): SessionHash {
  return SessionHash.parse(createHash("sha256").update(token).digest("hex"));
}
