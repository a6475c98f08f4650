import type { Role } from "#sandbox/aws/iam/role.ts";
import type { RoleStore } from "#sandbox/aws/iam/role-store.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

/** The role that a stack creates or updates. Policy documents are JSON texts, as in the IAM API. */
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

/** The IAM operations that a stack needs. Every method throws IAM's error for an invalid request. */
export interface IamAccess {
  createRole(role: RoleRequest): { arn: string; roleId: string };
  /** Sets the description, session duration, permissions boundary and tags of an existing role, but not its trust policy. */
  updateRole(role: RoleRequest): void;
  updateAssumeRolePolicy(accountId: string, roleName: string, document: string): void;
  putRolePolicy(accountId: string, roleName: string, policyName: string, document: string): void;
  deleteRolePolicy(accountId: string, roleName: string, policyName: string): void;
  /** Deletes the role with its inline policies. Succeeds when the role no longer exists, as deleting a stack does. */
  deleteRole(accountId: string, roleName: string): void;
}

/** The sandbox's IAM, as stacks use it. Deleting succeeds when someone has already deleted the role or policy manually. */
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
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "NoSuchEntity") throw error;
  }
}
