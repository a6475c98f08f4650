import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import type { World } from "#sandbox/aws/state/state.ts";
import { authorizedRoleName, requiredField } from "./iam-fields.ts";

export function putRolePolicy(world: World, call: QueryCall): XmlValue {
  const roleName = authorizedRoleName(world, call);
  world.iam.putRolePolicy(call.caller.accountId, roleName, requiredField(call, "PolicyName"), requiredField(call, "PolicyDocument"));
  return undefined;
}

export function getRolePolicy(world: World, call: QueryCall): XmlValue {
  const RoleName = authorizedRoleName(world, call);
  const PolicyName = requiredField(call, "PolicyName");
  const policy = world.iam.getRolePolicy(call.caller.accountId, RoleName, PolicyName);
  return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(policy.text) };
}

export function listRolePolicies(world: World, call: QueryCall): XmlValue {
  const role = world.iam.getRole(call.caller.accountId, authorizedRoleName(world, call));
  return { PolicyNames: [...role.inlinePolicies.keys()].sort(), IsTruncated: false };
}

export function deleteRolePolicy(world: World, call: QueryCall): XmlValue {
  world.iam.deleteRolePolicy(call.caller.accountId, authorizedRoleName(world, call), requiredField(call, "PolicyName"));
  return undefined;
}

export function attachRolePolicy(world: World, call: QueryCall): XmlValue {
  world.iam.attachRolePolicy(call.caller.accountId, authorizedRoleName(world, call), requiredField(call, "PolicyArn"));
  return undefined;
}

export function detachRolePolicy(world: World, call: QueryCall): XmlValue {
  world.iam.detachRolePolicy(call.caller.accountId, authorizedRoleName(world, call), requiredField(call, "PolicyArn"));
  return undefined;
}

export function listAttachedRolePolicies(world: World, call: QueryCall): XmlValue {
  const role = world.iam.getRole(call.caller.accountId, authorizedRoleName(world, call));
  return {
    AttachedPolicies: [...role.attachedPolicies].map((PolicyArn) => ({ PolicyName: PolicyArn.split("/").at(-1), PolicyArn })),
    IsTruncated: false,
  };
}
