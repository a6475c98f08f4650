import type { Policy } from "#sandbox/aws/iam/policy/policy-document.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

/** Who signed a call: an IAM user, a session of a role, or the federated user of GetFederationToken. */
export interface Caller {
  readonly kind: "user" | "role-session" | "federated-user";
  readonly accessKeyId: string;
  readonly accountId: string;
  /** The ARN that GetCallerIdentity returns: the user's ARN, `arn:aws:sts::…:assumed-role/NAME/SESSION` (no path), or `arn:aws:sts::…:federated-user/NAME`. */
  readonly arn: string;
  /** The value of `aws:PrincipalArn`: the ARN of the user, of the role with its path, or of the federated user. */
  readonly principalArn: string;
  /** `AIDA…` for a user, `AROA…:SESSION` for a role session, `ACCOUNT:NAME` for a federated user. */
  readonly userId: string;
  readonly userName?: string;
  /** The policies of the user or role, evaluated together. */
  readonly identityPolicies: readonly Policy[];
  readonly permissionsBoundary?: Policy;
  /** Absent when the session has no session policies. A request needs the permission of one of them. */
  readonly sessionPolicies?: readonly Policy[];
  readonly sourceIdentity?: string;
  readonly sessionTags: ReadonlyMap<string, string>;
  /** The keys of the session tags that the sessions of further roles inherit. */
  readonly transitiveTagKeys?: readonly string[];
  /** Whether a user calls with the credentials of GetSessionToken. */
  readonly isTemporary?: boolean;
}

/**
 * Whether IAM rejects the credentials: those of GetFederationToken, and those of GetSessionToken without MFA, which the sandbox does not
 * have. Source: STS API reference, GetSessionToken and GetFederationToken, "Permissions".
 */
export function isRefusedByIam({ kind, isTemporary }: Caller): boolean {
  return kind === "federated-user" || isTemporary === true;
}

/** IAM's answer to such credentials. */
export function invalidTokenForIam(): AwsError {
  return new AwsError("InvalidClientTokenId", "The security token included in the request is invalid", 403);
}
