import type { Compiled, FunctionSpec, QueryTimes } from "#sandbox/aws/logs/insights/functions/function-spec.ts";
import { ipFunctions } from "#sandbox/aws/logs/insights/functions/ip-functions.ts";
import { jsonFunctions } from "#sandbox/aws/logs/insights/functions/json-functions.ts";
import { numberFunctions } from "#sandbox/aws/logs/insights/functions/number-functions.ts";
import { stringFunctions } from "#sandbox/aws/logs/insights/functions/string-functions.ts";
import { timeFunctions } from "#sandbox/aws/logs/insights/functions/time-functions.ts";
import { QuerySyntaxError, unexpectedSymbol } from "#sandbox/aws/logs/insights/language/query-error.ts";
import type {
  Argument,
  ArithmeticOperator,
  CallExpression,
  Expression,
  FieldExpression,
} from "#sandbox/aws/logs/insights/language/query-syntax.ts";
import { type Aggregation, aggregates } from "./aggregates.ts";
import { compareValues } from "./compare-values.ts";
import type { NameScope } from "./name-scope.ts";
import type { Row } from "./row.ts";
import { finite, isTrue, Structure, toNumber, toText, type Value } from "./value.ts";

export interface CompileContext {
  /** The text of the query. */
  readonly query: string;
  readonly scope: NameScope;
  readonly times: QueryTimes;
  /** Collects the aggregations of a `stats`; undefined where they are not allowed. */
  readonly aggregations?: Aggregation[];
  /** The results of the same `stats` that come before, to which an expression with aggregations can refer. */
  readonly before?: ReadonlySet<string>;
}

const FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map(
  Object.entries({ ...numberFunctions, ...stringFunctions, ...timeFunctions, ...ipFunctions, ...jsonFunctions }),
);

/**
 * Prepares an expression for many rows.
 * @throws QuerySyntaxError for unknown functions and fields, and a wrong number of arguments
 */
export function compileExpression(expression: Expression, context: CompileContext): Compiled {
  const result = context.scope.resultNamed(context.query.slice(expression.start, expression.end));
  if (result !== undefined) return (row) => row.get(result);
  switch (expression.kind) {
    case "literal":
      return () => expression.value;
    case "field":
      if (context.aggregations === undefined) return compileField(expression, context.scope);
      return compileResult(expression, context);
    case "call":
      return compileCall(expression, context);
    case "binary":
      return compileBinary(expression, context);
    default:
      return compileUnary(expression, context);
  }
}

type Unary = Exclude<Expression, { kind: "literal" | "field" | "call" | "binary" }>;

function compileUnary(expression: Unary, context: CompileContext): Compiled {
  const operand = compileExpression(expression.operand, context);
  switch (expression.kind) {
    case "not":
      return (row) => !isTrue(operand(row));
    case "minus":
      return (row) => {
        const number = toNumber(operand(row));
        return number === undefined ? undefined : -number;
      };
    case "matches": {
      const { pattern } = expression;
      return (row) => {
        const text = toText(operand(row));
        return text !== undefined && pattern.test(text);
      };
    }
    case "contains": {
      const searched = compileExpression(expression.text, context);
      return (row) => toText(operand(row))?.includes(toText(searched(row)) ?? "") ?? false;
    }
    case "in": {
      const list = expression.list.map((item) => compileExpression(item, context));
      return (row) => {
        const value = operand(row);
        return list.some((item) => compareValues("=", value, item(row)));
      };
    }
  }
}

/** A result of the same `stats`. Other fields have many values there. */
function compileResult(expression: FieldExpression, { query, before }: CompileContext): Compiled {
  const name = expression.path.join(".");
  if (before?.has(name) !== true) throw unexpectedSymbol(query, expression);
  return (row) => row.get(name);
}

/** A field by its whole name, or an attribute of a map or a list that the query made. */
function compileField({ path, ...location }: FieldExpression, scope: NameScope): Compiled {
  scope.require(path, location);
  const name = path.join(".");
  if (path.length === 1) return (row) => row.get(name);
  const isName = path.every((part) => typeof part === "string");
  const prefixes = path.map((_, n) => path.slice(0, n + 1).join(".")).slice(0, -1);
  return (row) => (isName ? row.get(name) : undefined) ?? attributeOf(row, path, prefixes);
}

function attributeOf(row: Row, path: readonly (string | number)[], prefixes: readonly string[]): Value {
  for (const [n, prefix] of prefixes.entries()) {
    let value = row.getAdded(prefix);
    for (const part of path.slice(n + 1)) value = value instanceof Structure ? value.child(part) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

function compileBinary(expression: Extract<Expression, { kind: "binary" }>, context: CompileContext): Compiled {
  const { operator } = expression;
  const left = compileExpression(expression.left, context);
  const right = compileExpression(expression.right, context);
  switch (operator) {
    case "and":
      return (row) => isTrue(left(row)) && isTrue(right(row));
    case "or":
      return (row) => isTrue(left(row)) || isTrue(right(row));
    case "=":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return (row) => compareValues(operator, left(row), right(row));
    default:
      return (row) => {
        const [a, b] = [toNumber(left(row)), toNumber(right(row))];
        return a === undefined || b === undefined ? undefined : finite(calculate(operator, a, b));
      };
  }
}

function calculate(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
    case "^":
      return a ** b;
  }
}

function compileCall(call: CallExpression, context: CompileContext): Compiled {
  const timestamp = () => compileField({ kind: "field", path: ["@timestamp"], start: call.start, end: call.end }, context.scope);
  const aggregate = Object.hasOwn(aggregates, call.name) ? aggregates[call.name] : undefined;
  if (aggregate !== undefined) {
    const { aggregations, ...inner } = context;
    if (aggregations === undefined) throw unexpectedSymbol(context.query, call);
    const isStar = call.name === "count" && call.args[0]?.kind === "star";
    const args = isStar && call.args.length === 1 ? [] : argumentsOf(call, call.args, aggregate.arity, inner);
    const position = aggregations.push(aggregate.compile(args, timestamp)) - 1;
    return (row) => row.results[position];
  }
  const spec = FUNCTIONS.get(call.name);
  if (spec === undefined) throw new QuerySyntaxError(`Unknown function: ${nameOf(call, context)}`, call);
  const { hasPeriod = false } = spec;
  if (hasPeriod && call.args.at(-1)?.kind !== "period") throw unexpectedSymbol(context.query, call.args.at(-1) ?? call);
  const args = argumentsOf(call, hasPeriod ? call.args.slice(0, -1) : call.args, spec.arity, context, hasPeriod ? 1 : 0);
  return spec.compile(args, { call, times: context.times, timestamp });
}

const nameOf = ({ start, name }: CallExpression, { query }: CompileContext) => query.slice(start, start + name.length);

function argumentsOf(
  call: CallExpression,
  args: readonly Argument[],
  [min, max]: readonly [number, number],
  context: CompileContext,
  more = 0,
): Compiled[] {
  if (args.length + more < min || args.length + more > max) {
    const expected = min === max ? String(min) : `${min} to ${max}`;
    const message = `Invalid number of arguments of ${nameOf(call, context)}: expected ${expected}, found ${args.length + more}`;
    throw new QuerySyntaxError(message, call);
  }
  return args.map((arg) => {
    if (arg.kind === "period" || arg.kind === "star") throw unexpectedSymbol(context.query, arg);
    return compileExpression(arg, context);
  });
}
