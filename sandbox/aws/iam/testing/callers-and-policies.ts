import { parsePolicy } from "#sandbox/aws/iam/policy/parse-policy.ts";
import type { Policy } from "#sandbox/aws/iam/policy/policy-document.ts";
import type { Caller } from "#sandbox/aws/state/caller.ts";

/** A role session that can assume every role, unless other statements are given. */
export function callerOfRole(
  accountId: string,
  roleName: string,
  policies: readonly unknown[] = [{ Effect: "Allow", Action: "sts:*", Resource: "*" }],
): Caller {
  return {
    kind: "role-session",
    accessKeyId: "ASIATEST",
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/session`,
    principalArn: `arn:aws:iam::${accountId}:role/${roleName}`,
    userId: "AROATEST:session",
    identityPolicies:
      policies.length === 0 ? [] : [parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: policies }), "identity")],
    sessionTags: new Map(),
  };
}

/** A user who can assume every role. */
export function callerOfUser(accountId: string, userName: string): Caller {
  const arn = `arn:aws:iam::${accountId}:user/${userName}`;
  const { identityPolicies, sessionTags } = callerOfRole(accountId, "any");
  return {
    kind: "user",
    accessKeyId: "AKIATEST",
    accountId,
    arn,
    principalArn: arn,
    userName,
    userId: "AIDATEST",
    identityPolicies,
    sessionTags,
  };
}

/** A policy with these statements. */
export function policyOf(statements: readonly unknown[], kind: "trust" | "identity"): Policy {
  return parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }), kind);
}
