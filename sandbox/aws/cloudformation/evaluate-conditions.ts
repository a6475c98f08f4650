import { evaluate, intrinsicOf, type Scope } from "./evaluate.ts";
import { isJsonObject, type JsonValue } from "./json-value.ts";
import { TemplateError } from "./template-error.ts";

type Known = Pick<Scope, "parameters" | "pseudo">;

/**
 * Evaluates every condition of a template. Conditions may refer to each other, to parameters and to pseudo parameters, but
 * not to resources, as in CloudFormation.
 * @throws TemplateError for an unknown name, a circular reference or a wrong number of arguments
 */
export function evaluateConditions(conditions: ReadonlyMap<string, JsonValue>, known: Known): ReadonlyMap<string, boolean> {
  const settled = new Map<string, boolean>();
  const open = new Set<string>();

  function named(name: string): boolean {
    const before = settled.get(name);
    if (before !== undefined) return before;
    const node = conditions.get(name);
    if (node === undefined) throw new TemplateError(`Template format error: unresolved condition dependency ${name}`);
    if (open.has(name)) throw new TemplateError(`Template error: found circular condition dependency at ${name}`);
    open.add(name);
    const holds = truth(node);
    settled.set(name, holds);
    return holds;
  }

  function truth(node: JsonValue): boolean {
    const { name, argument } = conditionCall(node);
    if (name === "Condition") return named(typeof argument === "string" ? argument : "");
    const items: readonly JsonValue[] = Array.isArray(argument) ? argument : [];
    if (name === "Fn::Equals") return equal(items);
    if (name === "Fn::Not" && items.length === 1) return !truth(items[0] ?? null);
    const several = items.length >= 2 && items.length <= 10;
    if (name === "Fn::And" && several) return items.map(truth).every(Boolean);
    if (name === "Fn::Or" && several) return items.map(truth).some(Boolean);
    throw new TemplateError(
      `Template error: every ${name} object requires the right number of conditions, and must be a condition function`,
    );
  }

  function equal(items: readonly JsonValue[]): boolean {
    if (items.length !== 2) throw new TemplateError("Template error: every Fn::Equals object requires a list of 2 string parameters");
    const scope: Scope = { ...known, conditions: settled, created: new Map() };
    const [left, right] = items.map((item) => JSON.stringify(evaluate(item, scope)));
    return left === right;
  }

  for (const name of conditions.keys()) named(name);
  return settled;
}

function conditionCall(node: JsonValue): { name: string; argument: JsonValue } {
  if (!isJsonObject(node)) throw new TemplateError("Template error: a condition is not a condition function");
  const keys = Object.keys(node);
  if (keys.length === 1 && keys[0] === "Condition") return { name: "Condition", argument: node["Condition"] ?? null };
  const call = intrinsicOf(node);
  if (call === undefined) throw new TemplateError("Template error: a condition is not a condition function");
  return call;
}
