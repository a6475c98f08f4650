import { attributePath, intrinsicOf, PLACEHOLDER, substitution } from "./evaluate.ts";
import { isJsonObject, type JsonValue } from "./json-value.ts";
import type { Template } from "./parse-template.ts";
import { resourceTypes } from "./resource-types.ts";
import { TemplateError } from "./template-error.ts";

export const PSEUDO_PARAMETERS = ["AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::StackId", "AWS::StackName", "AWS::URLSuffix"];
const VALUE_FUNCTIONS = ["Ref", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::If"];

/**
 * Checks that every name in a template exists, also in branches of Fn::If that are not taken, and that every resource has a
 * supported type and supported properties. Returns, for each resource, the resources that must be created before it.
 * @throws TemplateError
 */
export function checkReferences(template: Template): ReadonlyMap<string, ReadonlySet<string>> {
  const needs = new Map<string, ReadonlySet<string>>();
  const unrecognized = [...template.resources.values()].map(({ type }) => type).filter((type) => resourceTypes[type] === undefined);
  if (unrecognized.length > 0)
    throw new TemplateError(`Template format error: Unrecognized resource types: [${[...new Set(unrecognized)].join(", ")}]`);
  for (const [id, resource] of template.resources) {
    const properties = resourceTypes[resource.type]?.properties ?? [];
    const unexpected = Object.keys(resource.properties).find((name) => !properties.includes(name));
    if (unexpected !== undefined) throw new TemplateError(`Encountered unsupported property ${unexpected} in ${id}`);
    const found = new Set(resource.dependsOn);
    for (const other of found) known(other, template.resources.has(other));
    condition(resource.condition, template);
    walk(resource.properties, template, found);
    needs.set(id, found);
  }
  for (const { value, condition: when } of template.outputs.values()) {
    condition(when, template);
    walk(value, template, new Set());
  }
  return needs;
}

function walk(node: JsonValue, template: Template, found: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, template, found);
    return;
  }
  if (!isJsonObject(node)) return;
  const call = intrinsicOf(node);
  if (call === undefined) {
    for (const value of Object.values(node)) walk(value, template, found);
    return;
  }
  if (!VALUE_FUNCTIONS.includes(call.name))
    throw new TemplateError(`Template error: unknown intrinsic function ${call.name} (not supported by the sandbox)`);
  refer(call.name, call.argument, template, found);
}

function refer(name: string, argument: JsonValue, template: Template, found: Set<string>): void {
  if (name === "Ref") reference(typeof argument === "string" ? argument : "", template, found);
  else if (name === "Fn::GetAtt") attribute(argument, template, found);
  else if (name === "Fn::Sub") placeholders(argument, template, found);
  else {
    if (name === "Fn::If" && Array.isArray(argument)) condition(typeof argument[0] === "string" ? argument[0] : "", template);
    walk(argument, template, found);
  }
}

function reference(name: string, template: Template, found: Set<string>): void {
  if (name === "AWS::NoValue" || PSEUDO_PARAMETERS.includes(name) || template.parameters.has(name)) return;
  known(name, template.resources.has(name));
  found.add(name);
}

function attribute(argument: JsonValue, template: Template, found: Set<string>): void {
  const { id, attribute: wanted } = attributePath(argument);
  const resource = template.resources.get(id);
  if (resource === undefined) throw new TemplateError(`Template error: instance of Fn::GetAtt references undefined resource ${id}`);
  if (!resourceTypes[resource.type]?.attributes.includes(wanted)) {
    throw new TemplateError(`Template error: resource ${id} does not support attribute type ${wanted} in Fn::GetAtt`);
  }
  found.add(id);
}

function placeholders(argument: JsonValue, template: Template, found: Set<string>): void {
  const { text, locals } = substitution(argument);
  walk(locals, template, found);
  for (const [, literal, inner = ""] of text.matchAll(PLACEHOLDER)) {
    const name = inner.trim();
    if (literal === "!" || Object.hasOwn(locals, name)) continue;
    if (name.includes(".")) attribute(name, template, found);
    else reference(name, template, found);
  }
}

function condition(name: string | undefined, template: Template): void {
  if (name === undefined || template.conditions.has(name)) return;
  throw new TemplateError(`Template format error: unresolved condition dependency ${name}`);
}

function known(name: string, exists: boolean): void {
  if (!exists)
    throw new TemplateError(`Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`);
}

/**
 * The resources in an order in which each one follows the resources it depends on.
 * @throws TemplateError for a circular dependency, as CloudFormation does
 */
export function creationOrder(needs: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const ordered: string[] = [];
  const left = new Map(needs);
  while (left.size > 0) {
    const ready = [...left].filter(([, needed]) => [...needed].every((id) => ordered.includes(id))).map(([id]) => id);
    if (ready.length === 0) throw new TemplateError(`Circular dependency between resources: [${[...left.keys()].join(", ")}]`);
    ordered.push(...ready);
    for (const id of ready) left.delete(id);
  }
  return ordered;
}
