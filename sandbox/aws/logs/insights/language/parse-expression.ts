import { periodOf } from "./period.ts";
import type { Argument, ArithmeticOperator, BinaryOperator, ComparisonOperator, Expression } from "./query-syntax.ts";
import { type Token, type TokenReader, wordOf } from "./token-reader.ts";

const COMPARISONS: readonly ComparisonOperator[] = ["!=", "<=", ">=", "=", "<", ">"];

/**
 * Parses an expression: `or`, `and`, `not`, comparisons, `like`, `in`, arithmetic (`^` binds most), functions, fields and literals.
 * @throws QuerySyntaxError
 */
export function parseExpression(reader: TokenReader): Expression {
  return reader.nested(() => leftToRight(reader, conjunction, (token) => (wordOf(token) === "or" ? "or" : undefined)));
}

const conjunction = (reader: TokenReader) => leftToRight(reader, negation, (token) => (wordOf(token) === "and" ? "and" : undefined));
const sum = (reader: TokenReader) => leftToRight(reader, product, symbolIn("+", "-"));
const product = (reader: TokenReader) => leftToRight(reader, power, symbolIn("*", "/", "%"));

function symbolIn(...operators: readonly ArithmeticOperator[]) {
  return (token: Token) => operators.find((each) => token.kind === "symbol" && token.text === each);
}

function leftToRight(
  reader: TokenReader,
  operand: (reader: TokenReader) => Expression,
  operatorOf: (token: Token) => BinaryOperator | undefined,
): Expression {
  let left = operand(reader);
  for (let operator = operatorOf(reader.peek); operator !== undefined; operator = operatorOf(reader.peek)) {
    reader.next();
    const right = operand(reader);
    left = { kind: "binary", operator, left, right, start: left.start, end: right.end };
  }
  return left;
}

function negation(reader: TokenReader): Expression {
  const { start } = reader.peek;
  if (!reader.takesWord("not")) return comparison(reader);
  const operand = reader.nested(() => negation(reader));
  return { kind: "not", operand, start, end: operand.end };
}

function comparison(reader: TokenReader): Expression {
  const operand = sum(reader);
  const { peek } = reader;
  const operator = COMPARISONS.find((each) => peek.kind === "symbol" && peek.text === each);
  if (operator !== undefined) {
    reader.next();
    const right = sum(reader);
    return { kind: "binary", operator, left: operand, right, start: operand.start, end: right.end };
  }
  const isNegated = reader.takesWord("not");
  const test = substringTest(reader, operand) ?? membershipTest(reader, operand);
  if (test === undefined) {
    if (isNegated) throw reader.unexpected();
    return operand;
  }
  return isNegated ? { kind: "not", operand: test, start: test.start, end: test.end } : test;
}

/** `like "text"`, `like /regex/` and `=~ /regex/`. */
function substringTest(reader: TokenReader, operand: Expression): Expression | undefined {
  const isLike = reader.takesWord("like");
  if (!isLike && !reader.takesSymbol("=~")) return undefined;
  const { start } = operand;
  const pattern = reader.takesRegularExpression();
  if (pattern !== undefined) return { kind: "matches", operand, pattern, start, end: reader.end };
  if (!isLike || reader.peek.kind !== "string") throw reader.unexpected();
  const text = primary(reader);
  return { kind: "contains", operand, text, start, end: text.end };
}

function membershipTest(reader: TokenReader, operand: Expression): Expression | undefined {
  if (!reader.takesWord("in")) return undefined;
  reader.needsSymbol("[");
  const list = [sum(reader)];
  while (reader.takesSymbol(",")) list.push(sum(reader));
  reader.needsSymbol("]");
  return { kind: "in", operand, list, start: operand.start, end: reader.end };
}

/** `2 ^ 3 ^ 2` is `2 ^ (3 ^ 2)`. AWS does not say from which side it is read. */
function power(reader: TokenReader): Expression {
  const left = sign(reader);
  if (!reader.takesSymbol("^")) return left;
  const right = reader.nested(() => power(reader));
  return { kind: "binary", operator: "^", left, right, start: left.start, end: right.end };
}

function sign(reader: TokenReader): Expression {
  const { start } = reader.peek;
  if (!reader.takesSymbol("-")) return primary(reader);
  const operand = reader.nested(() => sign(reader));
  return { kind: "minus", operand, start, end: operand.end };
}

function primary(reader: TokenReader): Expression {
  const token = reader.peek;
  const { start, end } = token;
  if (token.kind === "string" || token.kind === "number") {
    reader.next();
    return { kind: "literal", value: token.kind === "string" ? token.text : token.value, start, end };
  }
  if (reader.takesSymbol("(")) {
    const inner = parseExpression(reader);
    reader.needsSymbol(")");
    return { ...inner, start, end: reader.end };
  }
  if (token.kind !== "name") throw reader.unexpected();
  const word = wordOf(token);
  if (word === "true" || word === "false") {
    reader.next();
    return { kind: "literal", value: word === "true", start, end };
  }
  return parseField(reader);
}

/** Parses a field, or a function where a parenthesis follows a name. */
export function parseField(reader: TokenReader): Expression {
  const token = reader.next();
  if (token.kind !== "name") throw reader.unexpected(token);
  const { start, segments } = token;
  if (reader.isSymbol("(") && segments.length === 1) {
    const args = parseArguments(reader);
    return { kind: "call", name: (segments[0] ?? "").toLowerCase(), args, start, end: reader.end };
  }
  const path: (string | number)[] = [...segments];
  while (reader.takesSymbol("[")) {
    const index = reader.next();
    if (index.kind !== "number" || !Number.isInteger(index.value)) throw reader.unexpected(index);
    reader.needsSymbol("]");
    path.push(index.value);
    if (reader.takesSymbol(".")) {
      const more = reader.next();
      if (more.kind !== "name") throw reader.unexpected(more);
      path.push(...more.segments);
    }
  }
  return { kind: "field", path, start, end: reader.end };
}

function parseArguments(reader: TokenReader): Argument[] {
  reader.needsSymbol("(");
  const args: Argument[] = [];
  if (reader.takesSymbol(")")) return args;
  do args.push(parseArgument(reader));
  while (reader.takesSymbol(","));
  reader.needsSymbol(")");
  return args;
}

function parseArgument(reader: TokenReader): Argument {
  const token = reader.peek;
  const { start, end } = token;
  if (reader.takesSymbol("*")) return { kind: "star", start, end };
  if (token.kind !== "period") return parseExpression(reader);
  const period = periodOf(token.count, token.unit);
  if (period === undefined) throw reader.unexpected();
  reader.next();
  return { kind: "period", period, start, end };
}
