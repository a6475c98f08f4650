import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { uniqueId } from "#sandbox/aws/iam/unique-id.ts";

/** How every secret and every token begins that is issued here: whoever must not hold one can be searched for it. */
export const SECRET_MARK = "SandboxSecret0";
export const TOKEN_MARK = "SandboxToken0";

/** What a session token says. The sandbox keeps no list of sessions: the token itself carries them, sealed by a key of the process. */
export interface SessionClaims {
  readonly accessKeyId: string;
  readonly roleArn: string;
  readonly roleId: string;
  readonly sessionName: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly sessionPolicy?: string;
  readonly sourceIdentity?: string;
  readonly tags?: readonly [string, string][];
}

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Issues the credentials of role sessions, and reads their tokens back. */
export class SessionKeys {
  readonly #key = randomBytes(32);
  #mostMs = Number.POSITIVE_INFINITY;

  /** Lets no session made from now on live longer, whatever was asked for; none = as long as AWS's. */
  shorten(seconds: number | undefined): void {
    this.#mostMs = seconds === undefined ? Number.POSITIVE_INFINITY : seconds * 1000;
  }

  issue(session: Omit<SessionClaims, "accessKeyId">): SessionCredentials {
    const expiresAt = Math.min(session.expiresAt, Date.now() + this.#mostMs);
    const claims: SessionClaims = { accessKeyId: uniqueId("ASIA", 16), ...session, expiresAt };
    const payload = Buffer.from(JSON.stringify(claims));
    const sessionToken = TOKEN_MARK + Buffer.concat([this.#hmac("token", payload), payload]).toString("base64");
    return {
      accessKeyId: claims.accessKeyId,
      secretAccessKey: this.secretOf(claims.accessKeyId),
      sessionToken,
      expiration: new Date(claims.expiresAt),
    };
  }

  secretOf(accessKeyId: string): string {
    return (SECRET_MARK + this.#hmac("secret", Buffer.from(accessKeyId)).toString("base64")).slice(0, 40);
  }

  /** The claims of a token issued here for this very key; `undefined` for anything else. Expiry is the caller's question. */
  read(accessKeyId: string, token: string): SessionClaims | undefined {
    if (!token.startsWith(TOKEN_MARK)) return undefined;
    const bytes = Buffer.from(token.slice(TOKEN_MARK.length), "base64");
    const payload = bytes.subarray(32);
    if (bytes.length <= 32 || !timingSafeEqual(bytes.subarray(0, 32), this.#hmac("token", payload))) return undefined;
    const claims = JSON.parse(payload.toString()) as SessionClaims;
    return claims.accessKeyId === accessKeyId ? claims : undefined;
  }

  #hmac(purpose: "token" | "secret", data: Buffer): Buffer {
    return createHmac("sha256", this.#key).update(purpose).update(data).digest();
  }
}
