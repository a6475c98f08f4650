import type { Role } from "#sandbox/aws/iam/role.ts";
import type { RoleStore } from "#sandbox/aws/iam/role-store.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

/** A role as CloudFormation asks IAM for it. Documents are JSON texts, as in IAM's own API. */
export interface RoleRequest {
  readonly accountId: string;
  readonly roleName: string;
  readonly path: string;
  readonly description: string;
  readonly maxSessionDuration: number;
  readonly permissionsBoundary: string | undefined;
  readonly assumeRolePolicyDocument: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** All that a stack does to IAM. Every method throws what IAM would refuse. */
export interface IamAccess {
  createRole(role: RoleRequest): { arn: string; roleId: string };
  /** Sets what the request names of an existing role: description, duration, boundary and tags; not its trust policy. */
  updateRole(role: RoleRequest): void;
  updateAssumeRolePolicy(accountId: string, roleName: string, document: string): void;
  putRolePolicy(accountId: string, roleName: string, policyName: string, document: string): void;
  deleteRolePolicy(accountId: string, roleName: string, policyName: string): void;
  /** Deletes the role with its inline policies. A role that is gone already is no error, as in a stack's deletion. */
  deleteRole(accountId: string, roleName: string): void;
}

/** The sandbox's IAM, as stacks use it. What a stack takes away may be gone already: somebody deleted it by hand. */
export function iamAccessOf(roles: RoleStore): IamAccess {
  return {
    createRole: (request) => roles.createRole({ ...request, tags: new Map(Object.entries(request.tags)) }),
    updateRole({ accountId, roleName, description, maxSessionDuration, permissionsBoundary, tags }) {
      roles.setPermissionsBoundary(accountId, roleName, permissionsBoundary);
      const role: Role = roles.getRole(accountId, roleName);
      role.tags = new Map(Object.entries(tags));
      roles.updateRole(accountId, roleName, { description, maxSessionDuration });
    },
    updateAssumeRolePolicy: (accountId, roleName, document) => roles.updateAssumeRolePolicy(accountId, roleName, document),
    putRolePolicy: (accountId, roleName, name, document) => roles.putRolePolicy(accountId, roleName, name, document),
    deleteRolePolicy: (accountId, roleName, name) => unlessGone(() => roles.deleteRolePolicy(accountId, roleName, name)),
    deleteRole: (accountId, roleName) => unlessGone(() => roles.deleteRole(accountId, roleName, "force")),
  };
}

function unlessGone(remove: () => void): void {
  try {
    remove();
  } catch (refusal) {
    if (!(refusal instanceof AwsError) || refusal.code !== "NoSuchEntity") throw refusal;
  }
}
