import { conditionOperators, type Operator } from "./condition-operators.ts";
import type { Condition } from "./policy-document.ts";
import type { ContextKeys } from "./policy-request.ts";
import { expandVariables } from "./policy-variables.ts";

/**
 * Evaluates one operator on one key. Returns undefined when it holds, or else the reason why not. With an absent key, a
 * positive operator is false and a negated one is true; IfExists and ForAllValues are true; ForAnyValue is false. Source: IAM
 * user guide, "Condition operators" and "Multivalued context keys".
 */
export function evaluateCondition(condition: Condition, version: string, context: ContextKeys): string | undefined {
  const { written, writtenKey } = condition;
  const requested = context.get(condition.key) ?? [];
  const absent = requested.length === 0;
  if (condition.operator === "Null") {
    const holds = condition.values.some((value) => (value.toLowerCase() === "true") === absent);
    return holds ? undefined : `Null ${writtenKey} did not match (the key is ${absent ? "absent" : "present"})`;
  }
  const operator = conditionOperators.get(condition.operator);
  if (operator === undefined) return `${written} is not an operator`;
  if (absent) {
    const holds = condition.ifExists || condition.set === "ForAllValues" || (condition.set === "single" && operator.negated);
    return holds ? undefined : `${written} ${writtenKey} did not match (the key is absent)`;
  }
  const wanted = wantedValues(condition, operator, version, context);
  const one = (value: string) => wanted.some((each) => operator.matches(value, each)) !== operator.negated;
  return holdsForSet(condition, operator, requested, one) ? undefined : `${written} ${writtenKey} did not match`;
}

/** Without a set qualifier, a positive operator needs one of several values to match; a negated one needs none to match. */
function holdsForSet({ set }: Condition, operator: Operator, requested: readonly string[], one: (value: string) => boolean): boolean {
  const all = set === "ForAllValues" || (set === "single" && operator.negated);
  return all ? requested.every(one) : requested.some(one);
}

function wantedValues(condition: Condition, operator: Operator, version: string, context: ContextKeys): readonly string[] {
  if (!operator.hasVariables) return condition.values;
  return condition.values.map((value) => expandVariables(value, version, context)).filter((value) => value !== undefined);
}
