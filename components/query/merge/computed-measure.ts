import type { QueryToken } from "#components/query/language/tokenize-query.ts";

/** An expression of aggregates, such as `sum(bytes) / 1024`. A leaf is a number, or the place of an aggregate among all. */
export type Computed =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "aggregate"; readonly place: number }
  | { readonly kind: "operation"; readonly sign: string; readonly left: Computed; readonly right: Computed };

/** An aggregate in an expression: its function in lower case, and its tokens. */
export interface AggregateCall {
  readonly call: string;
  readonly tokens: readonly QueryToken[];
}

/** Deeper expressions are left to AWS, whose limit is unknown. */
const DEEPEST = 50;

/**
 * Reads an expression of aggregates, numbers, brackets and the four operations. Undefined for everything else, for example a function
 * of aggregates: its value for all connections then does not follow from what this knows.
 */
export function readComputed(
  tokens: readonly QueryToken[],
): { readonly expression: Computed; readonly calls: readonly AggregateCall[] } | undefined {
  const calls: AggregateCall[] = [];
  let at = 0;
  const isSign = (signs: string) => tokens[at]?.kind === "sign" && signs.includes(tokens[at]?.text ?? " ");
  const operations = (signs: string, next: (depth: number) => Computed | undefined) => (depth: number) => {
    let left = next(depth);
    while (left !== undefined && isSign(signs)) {
      const sign = tokens[at++]?.text ?? "";
      const right = next(depth);
      left = right && { kind: "operation", sign, left, right };
    }
    return left;
  };
  const leaf = (depth: number): Computed | undefined => {
    const token = tokens[at];
    if (token === undefined || depth > DEEPEST) return undefined;
    if (token.kind === "number" && /^[\d.]+$/.test(token.text)) {
      at++;
      return { kind: "number", value: Number(token.text) };
    }
    if (token.text === "(" && token.kind === "sign") {
      at++;
      const inner = sum(depth + 1);
      return inner !== undefined && tokens[at++]?.text === ")" ? inner : undefined;
    }
    if (token.kind !== "word" || tokens[at + 1]?.text !== "(") return undefined;
    const end = closing(tokens, at + 1);
    if (end === undefined) return undefined;
    calls.push({ call: token.text.toLowerCase(), tokens: tokens.slice(at, end + 1) });
    at = end + 1;
    return { kind: "aggregate", place: calls.length - 1 };
  };
  const product = operations("*/%", leaf);
  const sum = operations("+-", product);
  const expression = sum(0);
  return expression === undefined || at < tokens.length || calls.length === 0 ? undefined : { expression, calls };
}

/** The place of the bracket that closes the one at this place. */
function closing(tokens: readonly QueryToken[], from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const text = tokens[at]?.text;
    if (text === "(") depth++;
    if (text === ")" && --depth === 0) return at;
  }
  return undefined;
}

/** The value of an expression; null where AWS has none, such as after a division by zero. */
export function computedValue(expression: Computed, aggregateAt: (place: number) => number | null): number | null {
  if (expression.kind === "number") return expression.value;
  if (expression.kind === "aggregate") return aggregateAt(expression.place);
  const [left, right] = [computedValue(expression.left, aggregateAt), computedValue(expression.right, aggregateAt)];
  if (left === null || right === null) return null;
  const value = OPERATIONS[expression.sign]?.(left, right) ?? Number.NaN;
  return Number.isFinite(value) ? value : null;
}

const OPERATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
};
