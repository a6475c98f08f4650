import { isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";
import { TemplateError } from "./template-error.ts";

/** A template parameter. String is the only supported type. */
export interface Parameter {
  readonly description: string | undefined;
  readonly defaultValue: string | undefined;
  readonly allowedValues: readonly string[] | undefined;
  readonly allowedPattern: string | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly constraintDescription: string | undefined;
}

const KEYS = ["Type", "Description", "Default", "AllowedValues", "AllowedPattern", "MinLength", "MaxLength", "ConstraintDescription"];

/**
 * Reads a template's Parameters section. NoEcho is not supported, because quick-create links ignore the value of such a
 * parameter.
 * @throws TemplateError
 */
export function parseParameters(entries: readonly [string, JsonValue][]): ReadonlyMap<string, Parameter> {
  return new Map(entries.map(([name, node]) => [name, parseParameter(name, node)]));
}

function parseParameter(name: string, node: JsonValue): Parameter {
  if (!isJsonObject(node)) throw new TemplateError(`Template format error: parameter ${name} is not an object`);
  const unexpected = Object.keys(node).find((key) => !KEYS.includes(key));
  if (unexpected !== undefined) throw new TemplateError(`Invalid template parameter property '${unexpected}' of ${name}`);
  if (node["Type"] === undefined) throw new TemplateError("Template format error: Every Parameters object must contain a Type member.");
  if (node["Type"] !== "String")
    throw new TemplateError(`Template format error: unrecognized parameter type of ${name}: the sandbox supports only String`);
  const parameter = {
    description: text(node, name, "Description"),
    defaultValue: text(node, name, "Default"),
    allowedValues: texts(node, name),
    allowedPattern: text(node, name, "AllowedPattern"),
    minLength: length(node, name, "MinLength"),
    maxLength: length(node, name, "MaxLength"),
    constraintDescription: text(node, name, "ConstraintDescription"),
  };
  if (parameter.allowedPattern !== undefined) compile(name, parameter.allowedPattern);
  return parameter;
}

function compile(name: string, pattern: string): void {
  try {
    new RegExp(pattern, "u");
  } catch {
    throw new TemplateError(`Template format error: the AllowedPattern of ${name} is not a regular expression`);
  }
}

function text(node: JsonObject, name: string, key: string): string | undefined {
  const value = node[key];
  if (value === undefined || typeof value === "string") return value;
  throw new TemplateError(`Template format error: ${key} of parameter ${name} is not a string`);
}

function texts(node: JsonObject, name: string): readonly string[] | undefined {
  const values: JsonValue | undefined = node["AllowedValues"];
  if (values === undefined) return undefined;
  if (Array.isArray(values) && values.length > 0 && values.every((value) => typeof value === "string")) return values;
  if (!Array.isArray(values)) throw new TemplateError("Template format error: Every AllowedValues member must be a list.");
  throw new TemplateError(`Template format error: AllowedValues of parameter ${name} is not a list of strings`);
}

function length(node: JsonObject, name: string, key: string): number | undefined {
  const value = node[key];
  if (value === undefined) return undefined;
  const number = typeof value === "string" && /^[0-9]+$/.test(value) ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number) && number >= 0) return number;
  throw new TemplateError(`Template format error: ${key} of parameter ${name} is not a whole number`);
}

/**
 * The value of every parameter: the given one, or else its default.
 * @throws TemplateError with CloudFormation's message for an unknown parameter, a missing value or a value that breaks the
 * template's constraints
 */
export function resolveParameters(
  parameters: ReadonlyMap<string, Parameter>,
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const unexpected = Object.keys(given).filter((name) => !parameters.has(name));
  if (unexpected.length > 0 && parameters.size === 0)
    throw new TemplateError("Parameter values specified for a template which does not require them.");
  if (unexpected.length > 0) throw new TemplateError(`Parameters: [${unexpected.join(", ")}] do not exist in the template`);
  const resolved = [...parameters].map(([name, { defaultValue }]): [string, string | undefined] => [
    name,
    Object.hasOwn(given, name) ? given[name] : defaultValue,
  ]);
  const missing = resolved.filter(([, value]) => value === undefined).map(([name]) => name);
  if (missing.length > 0) throw new TemplateError(`Parameters: [${missing.join(", ")}] must have values`);
  const values = new Map(resolved.map(([name, value]) => [name, value ?? ""]));
  for (const [name, parameter] of parameters) {
    const why = brokenConstraint(parameter, values.get(name) ?? "");
    if (why === undefined) continue;
    const { constraintDescription: described } = parameter;
    throw new TemplateError(
      described === undefined ? `Parameter '${name}' ${why}` : `Parameter ${name} failed to satisfy constraint: ${described}`,
    );
  }
  return values;
}

function brokenConstraint(parameter: Parameter, value: string): string | undefined {
  const { allowedValues, allowedPattern, minLength, maxLength } = parameter;
  if (allowedValues !== undefined && !allowedValues.includes(value)) return "must be one of AllowedValues";
  if (minLength !== undefined && value.length < minLength) return `must contain at least ${minLength} characters`;
  if (maxLength !== undefined && value.length > maxLength) return `must contain at most ${maxLength} characters`;
  // CloudFormation matches the pattern against the whole value, even when the pattern has no anchors.
  if (allowedPattern !== undefined && !new RegExp(`^(?:${allowedPattern})$`, "u").test(value))
    return `must match pattern ${allowedPattern}`;
  return undefined;
}
