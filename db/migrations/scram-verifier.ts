import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

/**
 * What Postgres stores of a password (SCRAM-SHA-256, RFC 5803), made here so that the password itself is in no statement
 * and in no server log. Passwords are ours: printable ASCII, so SASLprep changes nothing.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16), iterations = 4096): string {
  if (!/^[\x21-\x7e]+$/.test(password)) throw new Error("a database password is printable ASCII without spaces");
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const stored = createHash("sha256").update(hmac(salted, "Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${hmac(salted, "Server Key").toString("base64")}`;
}
