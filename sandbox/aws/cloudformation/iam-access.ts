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
