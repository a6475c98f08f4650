import type { Operator, Operators } from "./operator.ts";

function comparing(negated: boolean, holds: (requested: number, wanted: number) => boolean): Operator {
  return {
    negated,
    hasVariables: false,
    matches: (requested, wanted) => requested.trim() !== "" && wanted.trim() !== "" && holds(Number(requested), Number(wanted)),
  };
}

export const numericOperators: Operators = {
  NumericEquals: comparing(false, (a, b) => a === b),
  NumericNotEquals: comparing(true, (a, b) => a === b),
  NumericLessThan: comparing(false, (a, b) => a < b),
  NumericLessThanEquals: comparing(false, (a, b) => a <= b),
  NumericGreaterThan: comparing(false, (a, b) => a > b),
  NumericGreaterThanEquals: comparing(false, (a, b) => a >= b),
};
