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
 * Reads a reply that did not throw. The SDK also returns a reply, without credentials, for the page of a captive portal, for an
 * empty body with status 200 and for an error with status 200. So it is a session only with complete credentials, and only
 * for the account, role and session name of the request. AWS leaves the path of the role out of the ARN.
 */
export function readAssumeRoleReply(reply: AssumeRoleCommandOutput, request: { roleArn: RoleArn; sessionName: string }): AssumeRoleReply {
  const { Credentials: credentials, AssumedRoleUser: user } = reply;
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = credentials ?? {};
  const expiration = credentials?.Expiration;
  if (!accessKeyId || !secretAccessKey || !sessionToken || !(expiration instanceof Date) || Number.isNaN(expiration.getTime())) {
    return { kind: "unusable", why: "malformed" };
  }
  const roleId = ROLE_ID.exec(user?.AssumedRoleId ?? "")?.[1];
  if (!user?.Arn || roleId === undefined) return { kind: "unusable", why: "malformed" };
  const { accountId, roleName, partition } = partsOf(request.roleArn);
  const expected = `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${request.sessionName}`;
  if (user.Arn !== expected || user.AssumedRoleId !== `${roleId}:${request.sessionName}`)
    return { kind: "unusable", why: "wrong-identity" };
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
