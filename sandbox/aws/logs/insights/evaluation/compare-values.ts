import type { ComparisonOperator } from "#sandbox/aws/logs/insights/language/query-syntax.ts";
import { Structure, toNumber, toText, type Value } from "./value.ts";

/** A value prepared for sorting. Missing values come first, then texts, then numbers. */
export interface SortValue {
  readonly rank: 0 | 1 | 2;
  readonly number: number;
  readonly text: string;
}

export function sortValueOf(value: Value): SortValue {
  const text = toText(value);
  if (text === undefined) return { rank: 0, number: 0, text: "" };
  const number = toNumber(value);
  return number === undefined ? { rank: 1, number: 0, text } : { rank: 2, number, text };
}

/**
 * The order of `sort … asc`: texts before numbers; in texts, runs of digits by their length and then their value, other characters by
 * Unicode. Source: CloudWatch Logs user guide, Logs Insights QL, `sort`. AWS does not say where missing values are: here before all.
 */
export function compareSortValues(a: SortValue, b: SortValue): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  // AWS's example has 01 before 1, which are the same number.
  if (a.rank === 2) return a.number === b.number ? compareTexts(a.text, b.text) : a.number - b.number;
  return compareNaturally(a.text, b.text);
}

const compareTexts = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
const isDigit = (code: number) => code >= 48 && code <= 57;

function compareNaturally(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [x, y] = [a.codePointAt(i) ?? 0, b.codePointAt(j) ?? 0];
    if (isDigit(x) && isDigit(y)) {
      const [left, right] = [digitsAt(a, i), digitsAt(b, j)];
      if (left.length !== right.length) return left.length - right.length;
      if (left !== right) return compareTexts(left, right);
      i += left.length;
      j += right.length;
    } else {
      if (x !== y) return x - y;
      i += x > 0xffff ? 2 : 1;
      j += y > 0xffff ? 2 : 1;
    }
  }
  return a.length - i - (b.length - j);
}

function digitsAt(text: string, from: number): string {
  let end = from;
  while (isDigit(text.charCodeAt(end))) end++;
  return text.slice(from, end);
}

/**
 * Compares two values of a condition: as numbers if both are numbers or texts of numbers, otherwise as texts by Unicode. Two texts are
 * equal only if they are the same. A missing value, a map and a list have no result with any operator; AWS says so only of maps and lists.
 */
export function compareValues(operator: ComparisonOperator, left: Value, right: Value): boolean {
  if (left === undefined || right === undefined || left instanceof Structure || right instanceof Structure) return false;
  if (typeof left === "number" && typeof right === "number") return holds(operator, left - right);
  const areTexts = typeof left === "string" && typeof right === "string";
  if (areTexts && (operator === "=" || operator === "!=")) return (left === right) === (operator === "=");
  const [x, y] = [toNumber(left), toNumber(right)];
  if (x !== undefined && y !== undefined) return holds(operator, x === y ? 0 : x - y);
  if (!areTexts && operator !== "=" && operator !== "!=") return false;
  const [a, b] = [toText(left) ?? "", toText(right) ?? ""];
  return holds(operator, compareTexts(a, b));
}

function holds(operator: ComparisonOperator, difference: number): boolean {
  switch (operator) {
    case "=":
      return difference === 0;
    case "!=":
      return difference !== 0;
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
  }
}
