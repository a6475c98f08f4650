import { partitionOf } from "#sandbox/aws/state/partition.ts";
import { checkReferences, creationOrder, PSEUDO_PARAMETERS } from "./check-references.ts";
import { type Created, evaluate, type Scope } from "./evaluate.ts";
import { evaluateConditions } from "./evaluate-conditions.ts";
import { isJsonObject, type JsonObject } from "./json-value.ts";
import { resolveParameters } from "./parameters.ts";
import { parseTemplate, type Resource, type Template } from "./parse-template.ts";
import { resourceTypes } from "./resource-types.ts";
import type { StackOutput } from "./stack.ts";
import { TemplateError } from "./template-error.ts";

export interface StackRequest {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  readonly templateUrl: string;
  readonly templateBody: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
}

/** A checked template with its parameters: everything is supported, every name exists, no dependency is circular. */
export interface Plan {
  readonly parameters: Readonly<Record<string, string>>;
  /** The resources whose condition is true, each after its dependencies. */
  readonly resources: readonly { readonly logicalId: string; readonly resource: Resource }[];
  /** The evaluated properties of a resource. `created` are the resources that exist so far. */
  propertiesOf(resource: Resource, created: ReadonlyMap<string, Created>): JsonObject;
  outputs(created: ReadonlyMap<string, Created>): readonly StackOutput[];
}

/**
 * Checks everything that can be checked before IAM is called.
 * @throws TemplateError
 */
export function planStack(request: StackRequest, stackId: string): Plan {
  const template = parseTemplate(request.templateBody);
  const needs = checkReferences(template);
  const parameters = resolveParameters(template.parameters, request.parameters);
  requireCapability(request.capabilities, template);
  const pseudo = pseudoParameters(request, stackId);
  const conditions = evaluateConditions(template.conditions, { parameters, pseudo });
  const scopeOf = (created: ReadonlyMap<string, Created>): Scope => ({ parameters, pseudo, conditions, created });
  const holds = (name: string | undefined) => name === undefined || conditions.get(name) === true;
  return {
    parameters: Object.fromEntries(parameters),
    resources: creationOrder(needs).flatMap((logicalId) => {
      const resource = template.resources.get(logicalId);
      return resource !== undefined && holds(resource.condition) ? [{ logicalId, resource }] : [];
    }),
    propertiesOf: (resource, created) => evaluatedProperties(resource, scopeOf(created)),
    outputs: (created) => outputsOf(template, scopeOf(created), holds),
  };
}

/** A template with a role that has a name of its own needs CAPABILITY_NAMED_IAM, which also serves for every other one. */
function requireCapability(capabilities: readonly string[], { resources }: Template): void {
  const isNamed = [...resources.values()].some(({ properties }) => properties["RoleName"] !== undefined);
  if (capabilities.includes("CAPABILITY_NAMED_IAM") || (!isNamed && capabilities.includes("CAPABILITY_IAM"))) return;
  throw new TemplateError(`Requires capabilities : [CAPABILITY_${isNamed ? "NAMED_" : ""}IAM]`, "InsufficientCapabilitiesException");
}

function pseudoParameters({ region, accountId, stackName }: StackRequest, stackId: string): Record<string, string> {
  const partition = partitionOf(region);
  const values: Record<string, string> = {
    "AWS::AccountId": accountId,
    "AWS::Partition": partition,
    "AWS::Region": region,
    "AWS::StackId": stackId,
    "AWS::StackName": stackName,
    "AWS::URLSuffix": partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
  };
  return Object.fromEntries(PSEUDO_PARAMETERS.map((name) => [name, values[name] ?? ""]));
}

function evaluatedProperties(resource: Resource, scope: Scope): JsonObject {
  const properties = evaluate(resource.properties, scope);
  if (!isJsonObject(properties)) throw new TemplateError("Template error: Properties is not an object");
  const missing = (resourceTypes[resource.type]?.required ?? []).filter((name) => properties[name] === undefined);
  if (missing.length > 0) throw new TemplateError(`Properties validation failed: required key [${missing.join(", ")}] not found`);
  return properties;
}

function outputsOf(template: Template, scope: Scope, holds: (name: string | undefined) => boolean): StackOutput[] {
  return [...template.outputs]
    .filter(([, output]) => holds(output.condition))
    .map(([key, output]) => {
      const value = evaluate(output.value, scope);
      if (typeof value !== "string") throw new TemplateError(`Template format error: the value of output ${key} is not a string`);
      return { key, value, ...(output.description === undefined ? {} : { description: output.description }) };
    });
}
