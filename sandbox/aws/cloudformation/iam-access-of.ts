import type { Role } from "#sandbox/aws/iam/role.ts";
import type { RoleStore } from "#sandbox/aws/iam/role-store.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { IamAccess } from "./iam-access.ts";

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
