import { randomInt } from "node:crypto";
import type { RoleRequest } from "./iam-access.ts";
import type { JsonObject } from "./json-value.ts";
import { documentProperty, listProperty, policyName, sameValue, stringProperty } from "./property.ts";
import type { Made, Place, ResourceType } from "./resource-type.ts";
import { TemplateError } from "./template-error.ts";

const LONGEST_ROLE_NAME = 64;
const SUFFIX_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const SUFFIX_LENGTH = 12;

/** AWS::IAM::Role with a generated name. RoleName is not known: it would need CAPABILITY_NAMED_IAM. */
export const iamRole: ResourceType = {
  properties: ["AssumeRolePolicyDocument", "Path", "Description", "Policies", "PermissionsBoundary", "MaxSessionDuration", "Tags"],
  required: ["AssumeRolePolicyDocument"],
  replacedBy: ["Path"],
  attributes: ["Arn", "RoleId"],

  create(properties, place) {
    const roleName = generatedName(place);
    const { arn, roleId } = place.iam.createRole(requestOf(properties, roleName, place));
    try {
      for (const [name, document] of policiesOf(properties)) place.iam.putRolePolicy(place.accountId, roleName, name, document);
    } catch (refusal) {
      place.iam.deleteRole(place.accountId, roleName);
      throw refusal;
    }
    return { physicalId: roleName, ref: roleName, attributes: { Arn: arn, RoleId: roleId }, properties };
  },

  update(made, properties, place) {
    const changed = (name: string) => !sameValue(made.properties[name], properties[name]);
    const request = requestOf(properties, made.physicalId, place);
    if (changed("AssumeRolePolicyDocument")) {
      place.iam.updateAssumeRolePolicy(place.accountId, made.physicalId, request.assumeRolePolicyDocument);
    }
    if (["Description", "PermissionsBoundary", "MaxSessionDuration", "Tags"].some(changed)) place.iam.updateRole(request);
    if (changed("Policies")) updatePolicies(made, properties, place);
    return { ...made, properties };
  },

  remove(made, place) {
    place.iam.deleteRole(place.accountId, made.physicalId);
  },
};

/** `<stack>-<LogicalId>-<suffix>`, the front part cut so that the whole fits a role's name. */
function generatedName({ stackName, logicalId }: Place): string {
  const suffix = Array.from({ length: SUFFIX_LENGTH }, () => SUFFIX_LETTERS[randomInt(SUFFIX_LETTERS.length)]).join("");
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

function updatePolicies(made: Made, properties: JsonObject, { iam, accountId }: Place): void {
  const wanted = policiesOf(properties);
  for (const name of policiesOf(made.properties).keys()) if (!wanted.has(name)) iam.deleteRolePolicy(accountId, made.physicalId, name);
  for (const [name, document] of wanted) iam.putRolePolicy(accountId, made.physicalId, name, document);
}
