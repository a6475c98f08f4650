import { isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";
import { TemplateError } from "./template-error.ts";

const LONGEST_POLICY_NAME = 128;

/** A property that must be a string; `otherwise` when the template does not have it. */
export function stringProperty(properties: JsonObject, name: string, otherwise: string): string {
  const value = properties[name] ?? otherwise;
  if (typeof value !== "string") throw new TemplateError(`Value of property ${name} must be of type String`);
  return value;
}

/** A list of objects that have exactly these keys. An absent list is empty. */
export function listProperty(properties: JsonObject, name: string, keys: readonly string[]): readonly JsonObject[] {
  const value = properties[name] ?? [];
  if (!Array.isArray(value)) throw new TemplateError(`Value of property ${name} must be of type List`);
  return value.map((item: JsonValue) => {
    if (!isJsonObject(item) || Object.keys(item).toSorted().join() !== keys.toSorted().join()) {
      throw new TemplateError(`An item of property ${name} must have exactly ${keys.join(" and ")}`);
    }
    return item;
  });
}

/** A policy document as JSON text, which is what the IAM API takes. */
export function documentProperty(properties: JsonObject, name: string): string {
  const value = properties[name];
  if (!isJsonObject(value)) throw new TemplateError(`Value of property ${name} must be an object`);
  return JSON.stringify(value);
}

/** The name of an inline policy. */
export function policyName(properties: JsonObject): string {
  const name = stringProperty(properties, "PolicyName", "");
  if (name.length > LONGEST_POLICY_NAME || !/^[\w+=,.@-]+$/.test(name))
    throw new TemplateError("Value of property PolicyName is not a valid policy name");
  return name;
}

/** Whether two evaluated values are equal, ignoring the order of their keys. */
export function sameValue(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  return canonical(left) === canonical(right);
}

function canonical(value: JsonValue | undefined): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isJsonObject(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
