import type { Secret } from "#kernel/secret.ts";

/** The credentials of one role session. They stay in memory, in a {@link Secret}, and never leave the server. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** A role that opened for us, and what AWS said about it. */
export interface RoleSession {
  /** Ours, random; two sessions never share one, so a client can never be taken for another session's. */
  readonly id: string;
  readonly credentials: Secret<SessionCredentials>;
  /** `arn:<partition>:sts::<account>:assumed-role/<role name>/<session name>` */
  readonly assumedRoleArn: string;
  readonly accountId: string;
  /** The role's unique id, `AROA…`: another one under the same ARN is another role. */
  readonly roleId: string;
  readonly expiresAt: Date;
}
