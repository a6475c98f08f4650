import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import {
  attachRolePolicy,
  createPolicy,
  deleteRolePermissionsBoundary,
  deleteRolePolicy,
  detachRolePolicy,
  getRolePolicy,
  listAttachedRolePolicies,
  listRolePolicies,
  putRolePermissionsBoundary,
  putRolePolicy,
} from "./policy-operations.ts";
import { createRole, deleteRole, getRole, listRoles, tagRole, updateAssumeRolePolicy, updateRole } from "./role-operations.ts";

type Operation = (state: SandboxState, call: QueryCall) => XmlValue;

/** IAM, API version 2010-05-08. */
export const iamOperations: ReadonlyMap<string, Operation> = new Map<string, Operation>(
  Object.entries({
    AttachRolePolicy: attachRolePolicy,
    CreatePolicy: createPolicy,
    CreateRole: createRole,
    DeleteRole: deleteRole,
    DeleteRolePermissionsBoundary: deleteRolePermissionsBoundary,
    DeleteRolePolicy: deleteRolePolicy,
    DetachRolePolicy: detachRolePolicy,
    GetRole: getRole,
    GetRolePolicy: getRolePolicy,
    ListAttachedRolePolicies: listAttachedRolePolicies,
    ListRolePolicies: listRolePolicies,
    ListRoles: listRoles,
    PutRolePermissionsBoundary: putRolePermissionsBoundary,
    PutRolePolicy: putRolePolicy,
    TagRole: tagRole,
    UpdateAssumeRolePolicy: updateAssumeRolePolicy,
    UpdateRole: updateRole,
  }),
);
