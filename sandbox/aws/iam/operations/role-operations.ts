import { authorizeCaller } from "#sandbox/aws/iam/permission-of.ts";
import type { Role } from "#sandbox/aws/iam/role.ts";
import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { authorizedRoleName, requiredField, tagFields } from "./iam-fields.ts";

const optional = (call: QueryCall, name: string) => call.input.get(name) ?? undefined;

function numberField(call: QueryCall, name: string): number | undefined {
  const text = call.input.get(name);
  return text === null ? undefined : Number(text);
}

export function createRole(state: SandboxState, call: QueryCall): XmlValue {
  const path = optional(call, "Path");
  const roleName = authorizedRoleName(state, call, path);
  const role = state.iam.createRole({
    accountId: call.caller.accountId,
    roleName,
    path,
    assumeRolePolicyDocument: requiredField(call, "AssumeRolePolicyDocument"),
    description: optional(call, "Description"),
    maxSessionDuration: numberField(call, "MaxSessionDuration"),
    permissionsBoundary: optional(call, "PermissionsBoundary"),
    tags: tagFields(call),
  });
  return { Role: describe(role) };
}

export function getRole(state: SandboxState, call: QueryCall): XmlValue {
  return { Role: describe(state.iam.getRole(call.caller.accountId, authorizedRoleName(state, call))) };
}

export function listRoles(state: SandboxState, call: QueryCall): XmlValue {
  const prefix = optional(call, "PathPrefix") ?? "/";
  authorizeCaller(call, "iam:ListRoles", `arn:${state.partition}:iam::${call.caller.accountId}:role${prefix}`, "AccessDenied");
  const from = Number(optional(call, "Marker") ?? 0);
  const most = numberField(call, "MaxItems") ?? 100;
  if (!Number.isInteger(from) || !Number.isInteger(most) || most < 1)
    throw new AwsError("ValidationError", "Invalid Marker or MaxItems.", 400);
  const roles = state.iam.listRoles(call.caller.accountId, prefix);
  const more = from + most < roles.length;
  return { Roles: roles.slice(from, from + most).map(describe), IsTruncated: more, Marker: more ? from + most : undefined };
}

export function updateAssumeRolePolicy(state: SandboxState, call: QueryCall): XmlValue {
  state.iam.updateAssumeRolePolicy(call.caller.accountId, authorizedRoleName(state, call), requiredField(call, "PolicyDocument"));
  return undefined;
}

export function updateRole(state: SandboxState, call: QueryCall): XmlValue {
  const description = optional(call, "Description");
  const maxSessionDuration = numberField(call, "MaxSessionDuration");
  const change = {
    ...(description === undefined ? {} : { description }),
    ...(maxSessionDuration === undefined ? {} : { maxSessionDuration }),
  };
  state.iam.updateRole(call.caller.accountId, authorizedRoleName(state, call), change);
  return "";
}

export function tagRole(state: SandboxState, call: QueryCall): XmlValue {
  state.iam.tagRole(call.caller.accountId, authorizedRoleName(state, call), tagFields(call));
  return undefined;
}

export function deleteRole(state: SandboxState, call: QueryCall): XmlValue {
  state.iam.deleteRole(call.caller.accountId, authorizedRoleName(state, call));
  return undefined;
}

function describe(role: Role): XmlValue {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: role.createdAt,
    AssumeRolePolicyDocument: encodeURIComponent(role.trust.text),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    PermissionsBoundary:
      role.permissionsBoundary === undefined
        ? undefined
        : { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: role.permissionsBoundary },
    Tags: role.tags.size === 0 ? undefined : [...role.tags].map(([Key, Value]) => ({ Key, Value })),
  };
}
