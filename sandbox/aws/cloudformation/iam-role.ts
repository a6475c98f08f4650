import { randomInt } from "node:crypto";
import type { RoleRequest } from "./iam-access.ts";
import type { JsonObject } from "./json-value.ts";
import { documentProperty, listProperty, policyName, sameValue, stringProperty } from "./property.ts";
import type { ExistingResource, Place, ResourceType } from "./resource-type.ts";
import { TemplateError } from "./template-error.ts";

const LONGEST_ROLE_NAME = 64;
const SUFFIX_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const SUFFIX_LENGTH = 12;

/** AWS::IAM::Role. Its name is generated unless the template has RoleName, which requires CAPABILITY_NAMED_IAM. */
export const iamRole: ResourceType = {
  properties: [
    ...["AssumeRolePolicyDocument", "Path", "RoleName", "Description", "Policies", "PermissionsBoundary", "MaxSessionDuration", "Tags"],
  ],
  required: ["AssumeRolePolicyDocument"],
  replacedBy: ["Path", "RoleName"],
  attributes: ["Arn", "RoleId"],

  create(properties, place) {
    const roleName = stringProperty(properties, "RoleName", "") || generatedName(place);
    const { arn, roleId } = place.iam.createRole(requestOf(properties, roleName, place));
    try {
      for (const [name, document] of policiesOf(properties)) place.iam.putRolePolicy(place.accountId, roleName, name, document);
    } catch (error) {
      place.iam.deleteRole(place.accountId, roleName);
      throw error;
    }
    return { physicalId: roleName, ref: roleName, attributes: { Arn: arn, RoleId: roleId }, properties };
  },

  update(existing, properties, place) {
    const changed = (name: string) => !sameValue(existing.properties[name], properties[name]);
    const request = requestOf(properties, existing.physicalId, place);
    if (changed("AssumeRolePolicyDocument")) {
      place.iam.updateAssumeRolePolicy(place.accountId, existing.physicalId, request.assumeRolePolicyDocument);
    }
    if (["Description", "PermissionsBoundary", "MaxSessionDuration", "Tags"].some(changed)) place.iam.updateRole(request);
    if (changed("Policies")) updatePolicies(existing, properties, place);
    return { ...existing, properties };
  },

  remove(existing, place) {
    place.iam.deleteRole(place.accountId, existing.physicalId);
  },
};

/** `<stack>-<LogicalId>-<suffix>`, cut before the suffix to the 64 characters that IAM allows. */
function generatedName({ stackName, logicalId }: Place): string {
  const suffix = Array.from({ length: SUFFIX_LENGTH }, () => SUFFIX_ALPHABET[randomInt(SUFFIX_ALPHABET.length)]).join("");
  return `${`${stackName}-${logicalId}`.slice(0, LONGEST_ROLE_NAME - SUFFIX_LENGTH - 1)}-${suffix}`;
}

function requestOf(properties: JsonObject, roleName: string, place: Place): RoleRequest {
  const boundary = stringProperty(properties, "PermissionsBoundary", "");
  const tags = listProperty(properties, "Tags", ["Key", "Value"]);
  return {
    accountId: place.accountId,
    roleName,
    path: stringProperty(properties, "Path", "/"),
    description: stringProperty(properties, "Description", ""),
    maxSessionDuration: durationOf(properties),
    permissionsBoundary: boundary === "" ? undefined : boundary,
    assumeRolePolicyDocument: documentProperty(properties, "AssumeRolePolicyDocument"),
    tags: Object.fromEntries(tags.map((tag) => [stringProperty(tag, "Key", ""), stringProperty(tag, "Value", "")])),
  };
}

function durationOf(properties: JsonObject): number {
  const value = Number(properties["MaxSessionDuration"] ?? 3600);
  if (!Number.isInteger(value)) throw new TemplateError("Value of property MaxSessionDuration must be of type Integer");
  return value;
}

function policiesOf(properties: JsonObject): ReadonlyMap<string, string> {
  const policies = listProperty(properties, "Policies", ["PolicyName", "PolicyDocument"]);
  return new Map(policies.map((policy) => [policyName(policy), documentProperty(policy, "PolicyDocument")]));
}

function updatePolicies(existing: ExistingResource, properties: JsonObject, { iam, accountId }: Place): void {
  const wanted = policiesOf(properties);
  for (const name of policiesOf(existing.properties).keys())
    if (!wanted.has(name)) iam.deleteRolePolicy(accountId, existing.physicalId, name);
  for (const [name, document] of wanted) iam.putRolePolicy(accountId, existing.physicalId, name, document);
}
