import { isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";
import { TemplateError } from "./template-error.ts";

/** What Ref and Fn::GetAtt return for a resource that has been created. */
export interface Created {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The names that the intrinsic functions of one stack can refer to. */
export interface Scope {
  readonly parameters: ReadonlyMap<string, string>;
  readonly pseudo: Readonly<Record<string, string>>;
  readonly conditions: ReadonlyMap<string, boolean>;
  readonly created: ReadonlyMap<string, Created>;
}

type Evaluated = JsonValue | undefined;

/**
 * Evaluates the intrinsic functions in a value of a template. `undefined` is AWS::NoValue, which removes the list item or
 * the property that holds it.
 * @throws TemplateError for an unsupported function or an invalid argument
 */
export function evaluate(node: JsonValue, scope: Scope): Evaluated {
  if (Array.isArray(node)) return node.map((item: JsonValue) => evaluate(item, scope)).filter((item) => item !== undefined);
  if (!isJsonObject(node)) return node;
  const call = intrinsicOf(node);
  if (call === undefined) return evaluateObject(node, scope);
  const run = FUNCTIONS[call.name];
  if (run === undefined) throw new TemplateError(`Template error: unknown intrinsic function ${call.name}`);
  return run(call.argument, scope);
}

/** The intrinsic function that an object is, if any. CloudFormation requires it to be the only key of the object. */
export function intrinsicOf(node: JsonObject): { name: string; argument: JsonValue } | undefined {
  const keys = Object.keys(node);
  const name = keys.find((key) => key === "Ref" || key.startsWith("Fn::"));
  if (name === undefined) return undefined;
  if (keys.length !== 1) throw new TemplateError(`Template error: ${name} must be the only key`);
  return { name, argument: node[name] ?? null };
}

function evaluateObject(node: JsonObject, scope: Scope): JsonObject {
  const kept = Object.entries(node)
    .map(([key, value]): [string, Evaluated] => [key, evaluate(value, scope)])
    .filter((entry): entry is [string, JsonValue] => entry[1] !== undefined);
  return Object.fromEntries(kept);
}

const FUNCTIONS: Readonly<Record<string, (argument: JsonValue, scope: Scope) => Evaluated>> = {
  Ref: (argument, scope) => (argument === "AWS::NoValue" ? undefined : refer(string(argument, "Ref"), scope)),
  "Fn::GetAtt": (argument, scope) => getAttribute(argument, scope),
  "Fn::Sub": (argument, scope) => substitute(argument, scope),
  "Fn::Join": (argument, scope) => join(argument, scope),
  "Fn::If": (argument, scope) => {
    const [condition, then, otherwise] = list(argument, "Fn::If", 3);
    const holds = scope.conditions.get(string(condition, "Fn::If"));
    if (holds === undefined) throw new TemplateError(`Template error: unresolved condition dependency ${String(condition)}`);
    return evaluate((holds ? then : otherwise) ?? null, scope);
  },
};

function refer(name: string, scope: Scope): string {
  const value =
    scope.parameters.get(name) ?? (Object.hasOwn(scope.pseudo, name) ? scope.pseudo[name] : undefined) ?? scope.created.get(name)?.ref;
  // The names in resources and outputs are checked before. Conditions cannot refer to resources.
  if (value === undefined)
    throw new TemplateError(
      `Template format error: Unresolved dependencies [${name}]. Cannot reference resources in the Conditions block of the template`,
    );
  return value;
}

/** Reads the argument of Fn::GetAtt: `["Role", "Arn"]` or `"Role.Arn"`. */
export function attributePath(argument: JsonValue): { id: string; attribute: string } {
  const parts: readonly JsonValue[] = typeof argument === "string" ? splitOnce(argument) : Array.isArray(argument) ? argument : [];
  if (parts.length !== 2)
    throw new TemplateError(
      "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute",
    );
  return { id: string(parts[0], "Fn::GetAtt"), attribute: string(parts[1], "Fn::GetAtt") };
}

function splitOnce(path: string): string[] {
  const dot = path.indexOf(".");
  return dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
}

function getAttribute(argument: JsonValue, scope: Scope): string {
  const { id, attribute } = attributePath(argument);
  const attributes = scope.created.get(id)?.attributes ?? {};
  const value = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  if (value === undefined)
    throw new TemplateError(`Template error: resource ${id} does not support attribute type ${attribute} in Fn::GetAtt`);
  return value;
}

/** The text and the local values of Fn::Sub, which takes a string or a list of both. */
export function substitution(argument: JsonValue): { text: string; locals: JsonObject } {
  if (typeof argument === "string") return { text: argument, locals: {} };
  const [text, locals] = list(argument, "Fn::Sub", 2);
  if (!isJsonObject(locals)) throw new TemplateError("Template error: the second argument of Fn::Sub is not an object");
  return { text: string(text, "Fn::Sub"), locals };
}

/** `${Name}`, `${Resource.Attribute}`, `${AWS::Pseudo}`; `${!Literal}` yields `${Literal}`. */
export const PLACEHOLDER = /\$\{(!?)([^${}]+)\}/g;

function substitute(argument: JsonValue, scope: Scope): string {
  const { text, locals } = substitution(argument);
  return text.replace(PLACEHOLDER, (_, literal: string, inner: string) => {
    if (literal === "!") return `\${${inner}}`;
    const name = inner.trim();
    const local = Object.hasOwn(locals, name) ? locals[name] : undefined;
    if (local !== undefined) return string(evaluate(local, scope), "Fn::Sub");
    return name.includes(".") ? getAttribute(name, scope) : refer(name, scope);
  });
}

function join(argument: JsonValue, scope: Scope): string {
  const [delimiter, items] = list(argument, "Fn::Join", 2);
  const values = evaluate(items ?? null, scope);
  if (!Array.isArray(values)) throw new TemplateError("Template error: the second argument of Fn::Join is not a list");
  return values.map((value) => string(value, "Fn::Join")).join(string(delimiter, "Fn::Join"));
}

function list(node: JsonValue, name: string, length: number): readonly JsonValue[] {
  if (Array.isArray(node) && node.length === length) return node;
  throw new TemplateError(`Template error: ${name} takes a list of ${length}`);
}

function string(node: JsonValue | undefined, name: string): string {
  if (typeof node === "string") return node;
  throw new TemplateError(`Template error: ${name} needs a string here`);
}
