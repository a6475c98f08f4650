import type { Policy } from "#sandbox/aws/iam/policy/policy-document.ts";

/** Who signed a call: an IAM user, or a session of a role. */
export interface Caller {
  readonly kind: "user" | "role-session";
  readonly accessKeyId: string;
  readonly accountId: string;
  /** What GetCallerIdentity says: the user's ARN, or `arn:aws:sts::…:assumed-role/NAME/SESSION` (no path). */
  readonly arn: string;
  /** What `aws:PrincipalArn` says: the user's ARN, or the role's with its path. */
  readonly principalArn: string;
  /** `AIDA…` of a user, `AROA…:session` of a session. */
  readonly userId: string;
  readonly userName?: string;
  /** Policies of the user or role itself; all of them together are one set of permissions. */
  readonly identityPolicies: readonly Policy[];
  readonly permissionsBoundary?: Policy;
  /** Absent = no session policy was given. */
  readonly sessionPolicy?: Policy;
  readonly sourceIdentity?: string;
  readonly sessionTags: ReadonlyMap<string, string>;
}
