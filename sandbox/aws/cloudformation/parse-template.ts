import { isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";
import { type Parameter, parseParameters } from "./parameters.ts";
import { readTemplate } from "./read-template.ts";
import { TemplateError } from "./template-error.ts";

export interface Resource {
  readonly type: string;
  readonly properties: JsonObject;
  readonly condition: string | undefined;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
}

/** What becomes of a resource that its stack no longer has. */
export type DeletionPolicy = "Delete" | "Retain";

interface Output {
  readonly description: string | undefined;
  readonly condition: string | undefined;
  readonly value: JsonValue;
}

export interface Template {
  readonly description: string | undefined;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly conditions: ReadonlyMap<string, JsonValue>;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly outputs: ReadonlyMap<string, Output>;
  readonly metadata: JsonObject;
}

const SECTIONS = ["AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Conditions", "Resources", "Outputs"];
const RESOURCE_KEYS = ["Type", "Properties", "Condition", "DependsOn", "Metadata", "DeletionPolicy", "UpdateReplacePolicy"];
const DELETION_POLICIES = ["Delete", "Retain"];

/**
 * Reads a template in JSON or YAML. Everything that the sandbox does not support is an error instead of being ignored, so that a
 * template that works here means the same to CloudFormation. `checkReferences` checks the names it refers to.
 * @throws TemplateError
 */
export function parseTemplate(body: string): Template {
  const root = readTemplate(body);
  const unexpected = Object.keys(root).find((key) => !SECTIONS.includes(key));
  if (unexpected !== undefined) throw new TemplateError(`Invalid template property or properties [${unexpected}]`);
  if ((root["AWSTemplateFormatVersion"] ?? "2010-09-09") !== "2010-09-09") {
    throw new TemplateError("Template format error: AWSTemplateFormatVersion is not 2010-09-09");
  }
  const resources = entries(root, "Resources").map(([id, node]): [string, Resource] => [id, parseResource(id, node)]);
  if (resources.length === 0) throw new TemplateError("Template format error: At least one Resources member must be defined.");
  return {
    description: text(root["Description"], "Description"),
    metadata: objectOr(root["Metadata"], "Metadata"),
    parameters: parseParameters(entries(root, "Parameters")),
    conditions: new Map(entries(root, "Conditions")),
    resources: new Map(resources),
    outputs: new Map(entries(root, "Outputs").map(([id, node]) => [id, parseOutput(id, node)])),
  };
}

function entries(root: JsonObject, section: string): [string, JsonValue][] {
  const found = Object.entries(objectOr(root[section], section));
  for (const [id] of found) {
    if (!/^[A-Za-z0-9]{1,255}$/.test(id))
      throw new TemplateError(`Template format error: the name ${id} in ${section} is not alphanumeric`);
  }
  return found;
}

function parseResource(id: string, node: JsonValue): Resource {
  const at = `Template format error: [/Resources/${id}]`;
  if (!isJsonObject(node)) throw new TemplateError(`${at} resource definition is malformed`);
  const unexpected = Object.keys(node).find((key) => !RESOURCE_KEYS.includes(key));
  if (unexpected !== undefined) throw new TemplateError(`Invalid template resource property '${unexpected}'`);
  const type = node["Type"];
  if (type === undefined) throw new TemplateError(`${at} Every Resources object must contain a Type member.`);
  if (typeof type !== "string") throw new TemplateError(`${at} Every Type member must be a string.`);
  const dependsOn = node["DependsOn"] ?? [];
  const ids: readonly JsonValue[] = Array.isArray(dependsOn) ? dependsOn : [dependsOn];
  return {
    type,
    properties: objectOr(node["Properties"], `Properties of ${id}`),
    condition: text(node["Condition"], `Condition of ${id}`),
    dependsOn: ids.map((one) => text(one, `DependsOn of ${id}`) ?? ""),
    deletionPolicy: deletionPolicyOf(node, "DeletionPolicy", id),
    updateReplacePolicy: deletionPolicyOf(node, "UpdateReplacePolicy", id),
  };
}

function deletionPolicyOf(node: JsonObject, name: string, id: string): DeletionPolicy {
  const policy = text(node[name], `${name} of ${id}`) ?? "Delete";
  if (!DELETION_POLICIES.includes(policy))
    throw new TemplateError(`Template format error: Unrecognized ${name} ${policy} for resource ${id}`);
  return policy as DeletionPolicy;
}

function parseOutput(id: string, node: JsonValue): Output {
  if (!isJsonObject(node) || node["Value"] === undefined)
    throw new TemplateError("Template format error: Every Outputs member must contain a Value object");
  if (node["Value"] === null) throw new TemplateError(`[/Outputs/${id}/Value] 'null' values are not allowed in templates`);
  const unexpected = Object.keys(node).find((key) => !["Description", "Value", "Condition"].includes(key));
  if (unexpected !== undefined) throw new TemplateError(`Template format error: output ${id} has an unknown property ${unexpected}`);
  return {
    description: text(node["Description"], `Description of ${id}`),
    condition: text(node["Condition"], `Condition of ${id}`),
    value: node["Value"],
  };
}

function objectOr(node: JsonValue | undefined, where: string): JsonObject {
  if (node === undefined) return {};
  if (!isJsonObject(node)) throw new TemplateError(`Template format error: ${where} is not an object`);
  return node;
}

function text(node: JsonValue | undefined, where: string): string | undefined {
  if (node === undefined || typeof node === "string") return node;
  throw new TemplateError(`Template format error: ${where} is not a string`);
}
