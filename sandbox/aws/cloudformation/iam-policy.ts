import type { JsonObject } from "./json-value.ts";
import { documentProperty, policyName } from "./property.ts";
import type { ResourceType } from "./resource-type.ts";
import { TemplateError } from "./template-error.ts";

/** AWS::IAM::Policy: an inline policy of the roles it lists. Users and groups are not supported. */
export const iamPolicy: ResourceType = {
  properties: ["PolicyName", "PolicyDocument", "Roles"],
  required: ["PolicyName", "PolicyDocument", "Roles"],
  replacedBy: ["PolicyName", "Roles"],
  attributes: [],

  create(properties, { iam, accountId }) {
    const name = policyName(properties);
    for (const role of rolesOf(properties)) iam.putRolePolicy(accountId, role, name, documentProperty(properties, "PolicyDocument"));
    return { physicalId: name, ref: name, attributes: {}, properties };
  },

  update(existing, properties, place) {
    return { ...existing, ...iamPolicy.create(properties, place) };
  },

  remove(existing, { iam, accountId }) {
    for (const role of rolesOf(existing.properties)) iam.deleteRolePolicy(accountId, role, existing.physicalId);
  },
};

function rolesOf(properties: JsonObject): readonly string[] {
  const roles = properties["Roles"];
  if (Array.isArray(roles) && roles.length > 0 && roles.every((role) => typeof role === "string")) return roles;
  throw new TemplateError("Value of property Roles must be a list of role names");
}
