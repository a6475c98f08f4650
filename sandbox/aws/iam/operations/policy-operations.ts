import type { ManagedPolicy } from "#sandbox/aws/iam/managed-policy.ts";
import { authorizeCaller } from "#sandbox/aws/iam/permission-of.ts";
import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { authorizedPolicy, tagList, tagMap } from "./iam-fields.ts";
import type { IamInput } from "./iam-input.ts";
import { pageOf } from "./page-of.ts";

export function createPolicy(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const { accountId } = call.caller;
  const { PolicyName: policyName = "", Path: path = "/" } = input;
  const arn = `arn:${state.partition}:iam::${accountId}:policy${path}${policyName}`;
  authorizeCaller(call, "iam:CreatePolicy", arn, "AccessDenied", `policy ${policyName}`);
  const tags = tagMap(input.Tags, "exact");
  const policy = state.iam.policies.create({
    ...{ accountId, policyName, path, document: input.PolicyDocument ?? "", description: input.Description, tags },
  });
  // The tags of a new policy are in the order in which they were given.
  const Tags = tags.size === 0 ? undefined : [...tags].map(([Key, Value]) => ({ Key, Value }));
  return { Policy: { ...summaryOf(state, policy), Tags } };
}

export function getPolicy(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const policy = state.iam.policies.require(authorizedPolicy(call, input));
  const Tags = tagList(policy.tags).map((tag) => ({ ...tag }));
  return { Policy: { ...summaryOf(state, policy), Description: policy.description, Tags } };
}

export function deletePolicy(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const arn = authorizedPolicy(call, input);
  const { attached, bounded } = state.iam.usersOf(arn);
  if (attached.length + bounded.length > 0) throw new AwsError("DeleteConflict", "Cannot delete a policy attached to entities.", 409);
  state.iam.policies.delete(arn);
  return undefined;
}

export function listPolicies(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const { Scope = "All", PathPrefix = "/", OnlyAttached = false } = input;
  authorizeCaller(call, "iam:ListPolicies", `arn:${state.partition}:iam::${call.caller.accountId}:policy/`, "AccessDenied");
  const { policies } = state.iam;
  const all = [...(Scope === "AWS" ? [] : policies.list(call.caller.accountId)), ...(Scope === "Local" ? [] : policies.listAws())];
  const wanted = all.filter(
    ({ path, arn }) => path.startsWith(PathPrefix) && (!OnlyAttached || state.iam.usersOf(arn).attached.length > 0),
  );
  const { items, end } = pageOf(wanted, input);
  return { Policies: items.map((policy) => summaryOf(state, policy)), ...end };
}

export function listEntitiesForPolicy(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const { arn } = state.iam.policies.require(authorizedPolicy(call, input));
  const { items, end } = pageOf(state.iam.usersOf(arn, call.caller.accountId).attached, input);
  const PolicyRoles = items.map(({ roleName, roleId }) => ({ RoleName: roleName, RoleId: roleId }));
  return { PolicyGroups: [], PolicyUsers: [], PolicyRoles, ...end };
}

export function createPolicyVersion(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const isDefault = input.SetAsDefault ?? false;
  const { versionId, createdAt } = state.iam.policies.addVersion(authorizedPolicy(call, input), input.PolicyDocument ?? "", isDefault);
  return { PolicyVersion: { VersionId: versionId, IsDefaultVersion: isDefault, CreateDate: createdAt } };
}

export function getPolicyVersion(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const arn = authorizedPolicy(call, input);
  const { versionId, createdAt, policy } = state.iam.policies.version(arn, input.VersionId ?? "");
  const IsDefaultVersion = state.iam.policies.require(arn).defaultVersionId === versionId;
  return { PolicyVersion: { Document: encodeURIComponent(policy.text), VersionId: versionId, IsDefaultVersion, CreateDate: createdAt } };
}

export function listPolicyVersions(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  const { versions, defaultVersionId } = state.iam.policies.require(authorizedPolicy(call, input));
  const { items, end } = pageOf(versions, input);
  const Versions = items.map(({ versionId, createdAt }) => ({
    VersionId: versionId,
    IsDefaultVersion: versionId === defaultVersionId,
    CreateDate: createdAt,
  }));
  return { Versions, ...end };
}

export function setDefaultPolicyVersion(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  state.iam.policies.setDefault(authorizedPolicy(call, input), input.VersionId ?? "");
  return undefined;
}

export function deletePolicyVersion(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  state.iam.policies.deleteVersion(authorizedPolicy(call, input), input.VersionId ?? "");
  return undefined;
}

function summaryOf(state: SandboxState, policy: ManagedPolicy) {
  const { attached, bounded } = state.iam.usersOf(policy.arn);
  return {
    PolicyName: policy.policyName,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: attached.length,
    PermissionsBoundaryUsageCount: bounded.length,
    IsAttachable: true,
    CreateDate: policy.createdAt,
    UpdateDate: policy.updatedAt,
  };
}
