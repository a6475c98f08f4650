import type { Policy } from "#sandbox/aws/iam/policy/policy-document.ts";

/** Who signed a call: an IAM user, or a session of a role. */
export interface Caller {
  readonly kind: "user" | "role-session";
  readonly accessKeyId: string;
  readonly accountId: string;
  /** The ARN that GetCallerIdentity returns: the user's ARN, or `arn:aws:sts::…:assumed-role/NAME/SESSION` (no path). */
  readonly arn: string;
  /** The value of `aws:PrincipalArn`: the ARN of the user, or of the role with its path. */
  readonly principalArn: string;
  /** `AIDA…` for a user, `AROA…:SESSION` for a role session. */
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
