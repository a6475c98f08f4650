import { authorizeCaller } from "#sandbox/aws/iam/permission-of.ts";
import { uniqueId } from "#sandbox/aws/iam/unique-id.ts";
import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { authorizedRoleName, requiredField } from "./iam-fields.ts";

export function putRolePolicy(state: SandboxState, call: QueryCall): XmlValue {
  const roleName = authorizedRoleName(state, call);
  state.iam.putRolePolicy(call.caller.accountId, roleName, requiredField(call, "PolicyName"), requiredField(call, "PolicyDocument"));
  return undefined;
}

export function getRolePolicy(state: SandboxState, call: QueryCall): XmlValue {
  const RoleName = authorizedRoleName(state, call);
  const PolicyName = requiredField(call, "PolicyName");
  const policy = state.iam.getRolePolicy(call.caller.accountId, RoleName, PolicyName);
  return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(policy.text) };
}

export function listRolePolicies(state: SandboxState, call: QueryCall): XmlValue {
  const role = state.iam.getRole(call.caller.accountId, authorizedRoleName(state, call));
  return { PolicyNames: [...role.inlinePolicies.keys()].sort(), IsTruncated: false };
}

export function deleteRolePolicy(state: SandboxState, call: QueryCall): XmlValue {
  state.iam.deleteRolePolicy(call.caller.accountId, authorizedRoleName(state, call), requiredField(call, "PolicyName"));
  return undefined;
}

export function attachRolePolicy(state: SandboxState, call: QueryCall): XmlValue {
  state.iam.attachRolePolicy(call.caller.accountId, authorizedRoleName(state, call), requiredField(call, "PolicyArn"));
  return undefined;
}

export function detachRolePolicy(state: SandboxState, call: QueryCall): XmlValue {
  state.iam.detachRolePolicy(call.caller.accountId, authorizedRoleName(state, call), requiredField(call, "PolicyArn"));
  return undefined;
}

export function listAttachedRolePolicies(state: SandboxState, call: QueryCall): XmlValue {
  const role = state.iam.getRole(call.caller.accountId, authorizedRoleName(state, call));
  return {
    AttachedPolicies: [...role.attachedPolicies].map((PolicyArn) => ({ PolicyName: PolicyArn.split("/").at(-1), PolicyArn })),
    IsTruncated: false,
  };
}

export function createPolicy(state: SandboxState, call: QueryCall): XmlValue {
  const { accountId } = call.caller;
  const PolicyName = requiredField(call, "PolicyName");
  const Path = call.input.get("Path") ?? "/";
  authorizeCaller(
    call,
    "iam:CreatePolicy",
    `arn:${state.partition}:iam::${accountId}:policy${Path}${PolicyName}`,
    "AccessDenied",
    `policy ${PolicyName}`,
  );
  const Arn = state.iam.createPolicy(accountId, Path, PolicyName, requiredField(call, "PolicyDocument"));
  const { now } = call;
  return {
    Policy: {
      PolicyName,
      PolicyId: uniqueId("ANPA"),
      Arn,
      Path,
      DefaultVersionId: "v1",
      AttachmentCount: 0,
      IsAttachable: true,
      CreateDate: now,
      UpdateDate: now,
    },
  };
}

export function putRolePermissionsBoundary(state: SandboxState, call: QueryCall): XmlValue {
  state.iam.setPermissionsBoundary(call.caller.accountId, authorizedRoleName(state, call), requiredField(call, "PermissionsBoundary"));
  return undefined;
}

export function deleteRolePermissionsBoundary(state: SandboxState, call: QueryCall): XmlValue {
  state.iam.setPermissionsBoundary(call.caller.accountId, authorizedRoleName(state, call), undefined);
  return undefined;
}
