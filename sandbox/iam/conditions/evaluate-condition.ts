import type { Condition } from "#sandbox/iam/policy-document.ts";
import type { ContextKeys } from "#sandbox/iam/policy-request.ts";
import { expandVariables } from "#sandbox/iam/policy-variables.ts";
import { literalOf } from "#sandbox/iam/wildcard.ts";
import { conditionOperators } from "./condition-operators.ts";
import type { Operator } from "./operator.ts";

export type ConditionResult = { readonly kind: "holds" } | { readonly kind: "fails"; readonly why: string };

const HOLDS: ConditionResult = { kind: "holds" };

/**
 * One operator on one key. What an absent key means: false for a positive operator, true for a negated one, true with
 * IfExists, true under ForAllValues, false under ForAnyValue. Source: IAM user guide, "Condition operators" and
 * "Multivalued context keys".
 */
export function evaluateCondition(condition: Condition, version: string, context: ContextKeys): ConditionResult {
  const requested = context.get(condition.key);
  const absent = requested === undefined || requested.length === 0;
  if (condition.operator === "Null") {
    const holds = condition.values.some((value) => (value.toLowerCase() === "true") === absent);
    return holds
      ? HOLDS
      : { kind: "fails", why: `Null ${condition.writtenKey} did not match (the key is ${absent ? "absent" : "present"})` };
  }
  const operator = conditionOperators.get(condition.operator);
  if (operator === undefined) return { kind: "fails", why: `${condition.written} is not an operator` };
  if (absent) {
    const holds = condition.ifExists || condition.set === "ForAllValues" || (condition.set === "single" && operator.negated);
    return holds ? HOLDS : { kind: "fails", why: `${condition.written} ${condition.writtenKey} did not match (the key is absent)` };
  }
  const wanted = wantedValues(condition, operator, version, context);
  const one = (value: string) => wanted.some((each) => operator.matches(value, each)) !== operator.negated;
  return holdsForSet(condition, operator, requested, one)
    ? HOLDS
    : { kind: "fails", why: `${condition.written} ${condition.writtenKey} did not match` };
}

/** Without a qualifier a positive operator wants one value of several to match, a negated one wants none to. */
function holdsForSet(condition: Condition, operator: Operator, requested: readonly string[], one: (value: string) => boolean): boolean {
  if (condition.set === "ForAllValues") return requested.every(one);
  if (condition.set === "ForAnyValue") return requested.some(one);
  return operator.negated ? requested.every(one) : requested.some(one);
}

function wantedValues(condition: Condition, operator: Operator, version: string, context: ContextKeys): readonly string[] {
  if (operator.values === "plain") return condition.values;
  const expanded = condition.values.flatMap((value) => expandVariables(value, version, context) ?? []);
  return operator.values === "literal" ? expanded.map(literalOf) : expanded;
}
