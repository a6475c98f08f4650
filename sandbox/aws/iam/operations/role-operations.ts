import { authorizeCaller } from "#sandbox/aws/iam/permission-of.ts";
import type { Role } from "#sandbox/aws/iam/role.ts";
import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { authorizedRole, tagList, tagMap } from "./iam-fields.ts";
import type { IamInput } from "./iam-input.ts";
import { pageOf } from "./page-of.ts";

export function createRole(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const [accountId, roleName] = authorizedRole(state, call, input);
  const role = state.iam.createRole({
    accountId,
    roleName,
    path: input.Path,
    assumeRolePolicyDocument: input.AssumeRolePolicyDocument ?? "",
    description: input.Description,
    maxSessionDuration: input.MaxSessionDuration,
    permissionsBoundary: input.PermissionsBoundary,
    tags: tagMap(input.Tags, "any case"),
  });
  return { Role: { ...identityOf(role), PermissionsBoundary: boundaryOf(role), Tags: tagsOf(role) } };
}

export function getRole(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const role = state.iam.getRole(...authorizedRole(state, call, input));
  const more = { PermissionsBoundary: boundaryOf(role), Tags: tagsOf(role), RoleLastUsed: "" };
  return { Role: { ...identityOf(role), Description: role.description, MaxSessionDuration: role.maxSessionDuration, ...more } };
}

/** ListRoles, without tags, permissions boundaries and when a role was last used, which only GetRole answers with. */
export function listRoles(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const { accountId } = call.caller;
  const { PathPrefix = "/" } = input;
  authorizeCaller(call, "iam:ListRoles", `arn:${state.partition}:iam::${accountId}:role${PathPrefix}`, "AccessDenied");
  const { items, end } = pageOf(state.iam.listRoles(accountId, PathPrefix), input);
  const Roles = items.map((role) => ({
    ...identityOf(role),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
  }));
  return { Roles, ...end };
}

export function updateAssumeRolePolicy(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  state.iam.updateAssumeRolePolicy(...authorizedRole(state, call, input), input.PolicyDocument ?? "");
  return undefined;
}

export function updateRole(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const { Description: description, MaxSessionDuration: maxSessionDuration } = input;
  const change = {
    ...(description === undefined ? {} : { description }),
    ...(maxSessionDuration === undefined ? {} : { maxSessionDuration }),
  };
  state.iam.updateRole(...authorizedRole(state, call, input), change);
  return "";
}

export function updateRoleDescription(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const named = authorizedRole(state, call, input);
  state.iam.updateRole(...named, { description: input.Description ?? "" });
  const role = state.iam.getRole(...named);
  return { Role: { ...identityOf(role), Description: role.description } };
}

export function deleteRole(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  state.iam.deleteRole(...authorizedRole(state, call, input));
  return undefined;
}

/** The sandbox has no instance profiles. */
export function listInstanceProfilesForRole(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  state.iam.getRole(...authorizedRole(state, call, input));
  return { InstanceProfiles: [], IsTruncated: false };
}

export function putRolePermissionsBoundary(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  state.iam.setPermissionsBoundary(...authorizedRole(state, call, input), input.PermissionsBoundary);
  return undefined;
}

export function deleteRolePermissionsBoundary(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  state.iam.setPermissionsBoundary(...authorizedRole(state, call, input), undefined);
  return undefined;
}

/** The fields that every answer about a role has. */
function identityOf(role: Role) {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: role.createdAt,
    AssumeRolePolicyDocument: encodeURIComponent(role.trust.text),
  };
}

const boundaryOf = ({ permissionsBoundary: arn }: Role): XmlValue =>
  arn === undefined ? undefined : { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: arn };

const tagsOf = ({ tags }: Role): XmlValue => (tags.size === 0 ? undefined : tagList(tags).map((tag) => ({ ...tag })));
