import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import { parsePolicy } from "./policy/parse-policy.ts";
import type { Policy } from "./policy/policy-document.ts";

export interface Role {
  readonly accountId: string;
  readonly path: string;
  readonly roleName: string;
  readonly arn: string;
  /** `AROA…`. A role that is deleted and recreated gets a new ID. */
  readonly roleId: string;
  readonly createdAt: Date;
  trust: Policy;
  description: string | undefined;
  /** Seconds, 3600 to 43200. */
  maxSessionDuration: number;
  permissionsBoundary: string | undefined;
  tags: ReadonlyMap<string, string>;
  readonly inlinePolicies: Map<string, Policy>;
  /** ARNs of managed policies. */
  readonly attachedPolicies: Set<string>;
}

export interface NewRole {
  readonly accountId: string;
  readonly roleName: string;
  readonly assumeRolePolicyDocument: string;
  /** `/` when absent. */
  readonly path?: string | undefined;
  readonly description?: string | undefined;
  /** Seconds; 3600 when absent. */
  readonly maxSessionDuration?: number | undefined;
  readonly permissionsBoundary?: string | undefined;
  readonly tags?: ReadonlyMap<string, string> | undefined;
}

/** The number of tags that a role or a policy can have. */
export const MAX_TAGS = 50;
const MAX_TRUST_POLICY = 2048;

/**
 * @throws AwsError LimitExceeded for a trust policy above the quota, in which white space does not count
 */
export function checkTrustPolicySize(document: string): void {
  if (document.replace(/\s/g, "").length > MAX_TRUST_POLICY)
    throw new AwsError("LimitExceeded", `Cannot exceed quota for ACLSizePerRole: ${MAX_TRUST_POLICY}`, 409);
}

const invalid = (message: string) => new AwsError("ValidationError", message, 400);

/**
 * Checks the fields of a new role as IAM does: name, path, duration, tags, and size and syntax of the trust policy.
 * @throws AwsError with IAM's code and message
 */
export function checkRole(input: NewRole): Omit<Role, "arn" | "roleId" | "createdAt" | "inlinePolicies" | "attachedPolicies"> {
  const { accountId, roleName, path = "/", maxSessionDuration = 3600, assumeRolePolicyDocument: document } = input;
  if (!/^[\w+=,.@-]{1,128}$/.test(roleName)) {
    throw invalid(
      "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
    );
  }
  if (roleName.length > 64) {
    throw invalid(
      `1 validation error detected: Value '${roleName}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    );
  }
  if (path.length > 512 || !/^\/(?:[\x21-\x2e\x30-\x7e]+\/)*$/.test(path)) {
    throw invalid(
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    );
  }
  if (!Number.isInteger(maxSessionDuration) || maxSessionDuration < 3600 || maxSessionDuration > 43_200) {
    const bound = maxSessionDuration < 3600 ? "greater than or equal to 3600" : "less than or equal to 43200";
    throw invalid(
      `1 validation error detected: Value '${maxSessionDuration}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value ${bound}`,
    );
  }
  if ((input.description ?? "").length > 1000) {
    throw invalid(
      "1 validation error detected: Value at 'description' failed to satisfy constraint: Member must have length less than or equal to 1000",
    );
  }
  checkTrustPolicySize(document);
  if ((input.tags?.size ?? 0) > MAX_TAGS) throw new AwsError("LimitExceeded", `Cannot exceed quota for TagsPerRole: ${MAX_TAGS}`, 409);
  return {
    accountId,
    roleName,
    path,
    trust: parsePolicy(document, "trust"),
    description: input.description,
    maxSessionDuration,
    permissionsBoundary: input.permissionsBoundary,
    tags: input.tags ?? new Map(),
  };
}
