import { isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";
import { TemplateError } from "./template-error.ts";

/** A parameter of Type String, as the template declares it. */
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

/** Reads a template's Parameters section. Only Type String is known; NoEcho is refused, since quick-create links drop such values. */
export function parseParameters(entries: readonly [string, JsonValue][]): ReadonlyMap<string, Parameter> {
  return new Map(entries.map(([name, node]) => [name, parseParameter(name, node)]));
}

function parseParameter(name: string, node: JsonValue): Parameter {
  if (!isJsonObject(node)) throw new TemplateError(`Template format error: parameter ${name} is not an object`);
  const stranger = Object.keys(node).find((key) => !KEYS.includes(key));
  if (stranger !== undefined) throw new TemplateError(`Invalid template parameter property '${stranger}' of ${name}`);
  if (node["Type"] !== "String")
    throw new TemplateError(`Template format error: unrecognized parameter type of ${name}: only String is known here`);
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
  throw new TemplateError(`Template format error: AllowedValues of parameter ${name} is not a list of strings`);
}

function length(node: JsonObject, name: string, key: string): number | undefined {
  const value = node[key];
  if (value === undefined) return undefined;
  const number = typeof value === "string" && /^[0-9]+$/.test(value) ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number) && number >= 0) return number;
  throw new TemplateError(`Template format error: ${key} of parameter ${name} is not a whole number`);
}
