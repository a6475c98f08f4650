import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { authorizedPolicy, authorizedRole, tagList, tagMap } from "./iam-fields.ts";
import type { IamInput } from "./iam-input.ts";
import { pageOf } from "./page-of.ts";

export function tagRole(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  state.iam.tagRole(...authorizedRole(state, call, input), tagMap(input.Tags, "any case"));
  return undefined;
}

export function untagRole(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  state.iam.untagRole(...authorizedRole(state, call, input), input.TagKeys ?? []);
  return undefined;
}

export function listRoleTags(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  return page(state.iam.getRole(...authorizedRole(state, call, input)).tags, input);
}

export function tagPolicy(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  state.iam.policies.tag(authorizedPolicy(call, input), tagMap(input.Tags, "exact"));
  return undefined;
}

export function untagPolicy(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  state.iam.policies.untag(authorizedPolicy(call, input), input.TagKeys ?? []);
  return undefined;
}

export function listPolicyTags(state: SandboxState, call: QueryCall, input: IamInput): XmlValue {
  return page(state.iam.policies.require(authorizedPolicy(call, input)).tags, input);
}

function page(tags: ReadonlyMap<string, string>, input: IamInput): XmlValue {
  const { items, end } = pageOf(tagList(tags), input);
  return { Tags: items.map((tag) => ({ ...tag })), ...end };
}
