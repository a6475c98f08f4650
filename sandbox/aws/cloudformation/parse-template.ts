import { isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";
import { type Parameter, parseParameters } from "./parameters.ts";
import { TemplateError } from "./template-error.ts";

export interface Resource {
  readonly type: string;
  readonly properties: JsonObject;
  readonly condition: string | undefined;
  readonly dependsOn: readonly string[];
}

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
const LONGEST = 1024 * 1024;

/**
 * Reads a JSON template. Everything that the sandbox does not support is an error instead of being ignored, so that a
 * template that works here means the same to CloudFormation. `checkReferences` checks the names it refers to.
 * @throws TemplateError
 */
export function parseTemplate(body: string): Template {
  if (body.length > LONGEST) throw new TemplateError("Template format error: the template is larger than 1 MB");
  const root = parseJson(body);
  onlyKeys(root, SECTIONS, "the template");
  if ((root["AWSTemplateFormatVersion"] ?? "2010-09-09") !== "2010-09-09") {
    throw new TemplateError("Template format error: AWSTemplateFormatVersion is not 2010-09-09");
  }
  const resources = entries(root, "Resources").map(([id, node]): [string, Resource] => [id, parseResource(id, node)]);
  if (resources.length === 0) throw new TemplateError("Template format error: at least one Resources member must be defined");
  return {
    description: text(root["Description"], "Description"),
    metadata: objectOr(root["Metadata"], "Metadata"),
    parameters: parseParameters(entries(root, "Parameters")),
    conditions: new Map(entries(root, "Conditions")),
    resources: new Map(resources),
    outputs: new Map(entries(root, "Outputs").map(([id, node]) => [id, parseOutput(id, node)])),
  };
}

function parseJson(body: string): JsonObject {
  let root: unknown;
  try {
    root = JSON.parse(body);
  } catch (cause) {
    throw new TemplateError(`Template format error: JSON not well-formed: ${cause instanceof Error ? cause.message : "unreadable"}`);
  }
  if (!isJsonObject(root)) throw new TemplateError("Template format error: the template is not an object");
  return root;
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
  if (!isJsonObject(node)) throw new TemplateError(`Template format error: resource ${id} is not an object`);
  onlyKeys(node, ["Type", "Properties", "Condition", "DependsOn", "Metadata"], `resource ${id}`);
  const type = text(node["Type"], `Type of ${id}`);
  if (type === undefined) throw new TemplateError(`Template format error: resource ${id} has no Type`);
  const dependsOn = node["DependsOn"] ?? [];
  const ids: readonly JsonValue[] = Array.isArray(dependsOn) ? dependsOn : [dependsOn];
  return {
    type,
    properties: objectOr(node["Properties"], `Properties of ${id}`),
    condition: text(node["Condition"], `Condition of ${id}`),
    dependsOn: ids.map((one) => text(one, `DependsOn of ${id}`) ?? ""),
  };
}

function parseOutput(id: string, node: JsonValue): Output {
  if (!isJsonObject(node) || node["Value"] === undefined) throw new TemplateError(`Template format error: output ${id} has no Value`);
  onlyKeys(node, ["Description", "Value", "Condition"], `output ${id}`);
  return {
    description: text(node["Description"], `Description of ${id}`),
    condition: text(node["Condition"], `Condition of ${id}`),
    value: node["Value"],
  };
}

function onlyKeys(node: JsonObject, known: readonly string[], where: string): void {
  const unexpected = Object.keys(node).find((key) => !known.includes(key));
  if (unexpected !== undefined) throw new TemplateError(`Invalid template property or properties [${unexpected}] in ${where}`);
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
