import type { Secret } from "#kernel/secret.ts";

/** The credentials of a role session. They are kept only in memory, in a {@link Secret}, and never leave the server. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** A session of an assumed role, with the values of AWS's reply. */
export interface RoleSession {
  /** A random ID of the portal, unique for each session, so that a session never uses the client of another. */
  readonly id: string;
  readonly credentials: Secret<SessionCredentials>;
  /** `arn:<partition>:sts::<account>:assumed-role/<role name>/<session name>` */
  readonly assumedRoleArn: string;
  readonly accountId: string;
  /** The role's unique ID, `AROA…`. A recreated role with the same ARN has another one. */
  readonly roleId: string;
  readonly expiresAt: Date;
}
