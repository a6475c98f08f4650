import { randomUUID } from "node:crypto";
import type { AssumeRoleCommandOutput } from "@aws-sdk/client-sts";
import { partsOf, type RoleArn } from "#kernel/role-arn.ts";
import { Secret } from "#kernel/secret.ts";
import type { RoleSession } from "./role-session.ts";

const ROLE_ID = /^(AROA[A-Z0-9]{8,124}):/;

type AssumeRoleReply =
  | { readonly kind: "session"; readonly session: RoleSession }
  | { readonly kind: "unusable"; readonly why: "malformed" | "wrong-identity" };

/**
 * Reads a reply that did not throw. The SDK also resolves for a captive portal's page, an empty 200 and a 200 with an
 * error inside, all without credentials; so a session exists only with whole credentials and the very account, role and
 * session name that we asked for (the role's path is dropped in that ARN).
 */
export function readAssumeRoleReply(reply: AssumeRoleCommandOutput, asked: { roleArn: RoleArn; sessionName: string }): AssumeRoleReply {
  const { Credentials: credentials, AssumedRoleUser: user } = reply;
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = credentials ?? {};
  const expiration = credentials?.Expiration;
  if (!accessKeyId || !secretAccessKey || !sessionToken || !(expiration instanceof Date) || Number.isNaN(expiration.getTime())) {
    return { kind: "unusable", why: "malformed" };
  }
  const roleId = ROLE_ID.exec(user?.AssumedRoleId ?? "")?.[1];
  if (!user?.Arn || roleId === undefined) return { kind: "unusable", why: "malformed" };
  const { accountId, roleName, partition } = partsOf(asked.roleArn);
  const expected = `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${asked.sessionName}`;
  if (user.Arn !== expected || user.AssumedRoleId !== `${roleId}:${asked.sessionName}`) return { kind: "unusable", why: "wrong-identity" };
  return {
    kind: "session",
    session: {
      id: randomUUID(),
      credentials: new Secret({ accessKeyId, secretAccessKey, sessionToken, expiration }),
      assumedRoleArn: user.Arn,
      accountId,
      roleId,
      expiresAt: expiration,
    },
  };
}
