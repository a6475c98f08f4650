import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { uniqueId } from "#sandbox/aws/iam/unique-id.ts";
import { SECRET_PREFIX, TOKEN_PREFIX } from "#sandbox/session-secrets.ts";

/** The content of a session token. The token itself holds the session, with an HMAC of this process; there is no list of sessions. */
export type SessionClaims = (RoleSession | UserSession) & { readonly accessKeyId: string };

/** A session of GetSessionToken, or of GetFederationToken when it has a federated user. */
export interface UserSession {
  /** The access key of the user. */
  readonly userKeyId: string;
  readonly federatedUser?: FederatedUser;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A federated user has the permissions that both the user and the session policies allow; without session policies it has none. */
export interface FederatedUser {
  readonly name: string;
  readonly sessionPolicy?: string;
  /** ARNs of managed session policies. */
  readonly policyArns?: readonly string[];
  readonly tags?: readonly [string, string][];
}

/** A session of AssumeRole. */
export interface RoleSession {
  readonly roleArn: string;
  readonly roleId: string;
  readonly sessionName: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Not valid in Regions that are not enabled by default. */
  readonly isLimited?: boolean;
  readonly sessionPolicy?: string;
  /** ARNs of managed session policies. */
  readonly policyArns?: readonly string[];
  readonly sourceIdentity?: string;
  readonly tags?: readonly [string, string][];
  readonly transitiveTagKeys?: readonly string[];
}

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Credentials in an answer of STS. */
export function credentialsXml({ accessKeyId, secretAccessKey, sessionToken, expiration }: SessionCredentials) {
  return { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: expiration };
}

/** Issues the credentials of role sessions, and reads their tokens back. */
export class SessionKeys {
  readonly #key = randomBytes(32);
  #maxMs = Number.POSITIVE_INFINITY;

  /** Limits the duration of new sessions to this many seconds; undefined removes the limit. */
  limitDuration(seconds: number | undefined): void {
    this.#maxMs = seconds === undefined ? Number.POSITIVE_INFINITY : seconds * 1000;
  }

  issue(session: RoleSession | UserSession): SessionCredentials {
    const expiresAt = Math.min(session.expiresAt, Date.now() + this.#maxMs);
    const claims: SessionClaims = { accessKeyId: uniqueId("ASIA", 16), ...session, expiresAt };
    const payload = Buffer.from(JSON.stringify(claims));
    const sessionToken = TOKEN_PREFIX + Buffer.concat([this.#hmac("token", payload), payload]).toString("base64");
    return {
      accessKeyId: claims.accessKeyId,
      secretAccessKey: this.secretOf(claims.accessKeyId),
      sessionToken,
      expiration: new Date(claims.expiresAt),
    };
  }

  secretOf(accessKeyId: string): string {
    return (SECRET_PREFIX + this.#hmac("secret", Buffer.from(accessKeyId)).toString("base64")).slice(0, 40);
  }

  /** The claims of a token that was issued for this access key, or undefined. The caller checks whether they have expired. */
  read(accessKeyId: string, token: string): SessionClaims | undefined {
    if (!token.startsWith(TOKEN_PREFIX)) return undefined;
    const bytes = Buffer.from(token.slice(TOKEN_PREFIX.length), "base64");
    const payload = bytes.subarray(32);
    if (bytes.length <= 32 || !timingSafeEqual(bytes.subarray(0, 32), this.#hmac("token", payload))) return undefined;
    const claims = JSON.parse(payload.toString()) as SessionClaims;
    return claims.accessKeyId === accessKeyId ? claims : undefined;
  }

  #hmac(purpose: "token" | "secret", data: Buffer): Buffer {
    return createHmac("sha256", this.#key).update(purpose).update(data).digest();
  }
}
