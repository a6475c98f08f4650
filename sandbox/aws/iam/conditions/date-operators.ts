import type { Operator, Operators } from "./operator.ts";

function comparing(negated: boolean, holds: (requested: number, wanted: number) => boolean): Operator {
  return { negated, hasVariables: false, matches: (requested, wanted) => holds(timeOf(requested), timeOf(wanted)) };
}

/** ISO 8601 or seconds since 1970; NaN (which compares false) for anything else. */
function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

export const dateOperators: Operators = {
  DateEquals: comparing(false, (a, b) => a === b),
  DateNotEquals: comparing(true, (a, b) => a === b),
  DateLessThan: comparing(false, (a, b) => a < b),
  DateLessThanEquals: comparing(false, (a, b) => a <= b),
  DateGreaterThan: comparing(false, (a, b) => a > b),
  DateGreaterThanEquals: comparing(false, (a, b) => a >= b),
};
