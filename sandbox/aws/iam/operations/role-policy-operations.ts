import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { authorizedRole, requireArn } from "./iam-fields.ts";
import type { IamInput } from "./iam-input.ts";
import { pageOf } from "./page-of.ts";

export function putRolePolicy(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  state.iam.putRolePolicy(...authorizedRole(state, call, input), input.PolicyName ?? "", input.PolicyDocument ?? "");
  return undefined;
}

export function getRolePolicy(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const [accountId, RoleName] = authorizedRole(state, call, input);
  const { PolicyName = "" } = input;
  const policy = state.iam.getRolePolicy(accountId, RoleName, PolicyName);
  return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(policy.text) };
}

export function listRolePolicies(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const role = state.iam.getRole(...authorizedRole(state, call, input));
  const { items, end } = pageOf([...role.inlinePolicies.keys()].sort(), input);
  return { PolicyNames: items, ...end };
}

export function deleteRolePolicy(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  state.iam.deleteRolePolicy(...authorizedRole(state, call, input), input.PolicyName ?? "");
  return undefined;
}

export function attachRolePolicy(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const { PolicyArn = "" } = input;
  requireArn(PolicyArn);
  state.iam.attachRolePolicy(...authorizedRole(state, call, input), PolicyArn);
  return undefined;
}

export function detachRolePolicy(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const { PolicyArn = "" } = input;
  requireArn(PolicyArn);
  state.iam.detachRolePolicy(...authorizedRole(state, call, input), PolicyArn);
  return undefined;
}

export function listAttachedRolePolicies(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const role = state.iam.getRole(...authorizedRole(state, call, input));
  const { PathPrefix = "/" } = input;
  const attached = [...role.attachedPolicies].filter((arn) => (/:policy(\/(?:.*\/)?)/.exec(arn)?.[1] ?? "/").startsWith(PathPrefix));
  const { items, end } = pageOf(attached, input);
  return { AttachedPolicies: items.map((PolicyArn) => ({ PolicyName: PolicyArn.split("/").at(-1), PolicyArn })), ...end };
}
