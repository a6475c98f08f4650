import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

export type QueryToken =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "regex"; readonly regex: RegExp }
  /** A field or a keyword. */
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "symbol"; readonly text: string };

const PIECES =
  /(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\/((?:[^/\\]|\\.){1,200})\/(i?)|(-?\d+(?:\.\d+)?)(?![\w.])|(!=|<=|>=|=~|[=<>()[\],|*])|`([^`]+)`|([@\w][\w.@-]*))/y;
const GAP = /(?:\s+|#[^\n]*)*/y;

export function malformedQuery(message: string): AwsError {
  return new AwsError("MalformedQueryException", message, 400);
}

/**
 * Splits a query of Logs Insights into tokens. `#` starts a comment.
 * @throws AwsError MalformedQueryException
 */
export function queryTokens(query: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  let from = endOfGap(query, 0);
  while (from < query.length) {
    PIECES.lastIndex = from;
    const match = PIECES.exec(query);
    if (match === null) throw malformedQuery(`unexpected symbol found ${query[from] ?? ""} at position ${from}`);
    tokens.push(tokenOf(match));
    from = endOfGap(query, PIECES.lastIndex);
  }
  return tokens;
}

/** Where the spaces and comments from a position end. */
function endOfGap(query: string, from: number): number {
  GAP.lastIndex = from;
  GAP.exec(query);
  return GAP.lastIndex;
}

function tokenOf([, double, single, regex, flags, number, symbol, quotedName, name]: RegExpExecArray): QueryToken {
  const text = double ?? single;
  if (text !== undefined) return { kind: "text", text: text.replace(/\\(.)/g, "$1") };
  if (number !== undefined) return { kind: "number", value: Number(number) };
  if (symbol !== undefined) return { kind: "symbol", text: symbol };
  if (regex === undefined) return { kind: "name", text: quotedName ?? name ?? "" };
  try {
    return { kind: "regex", regex: new RegExp(regex, flags) };
  } catch {
    throw malformedQuery(`invalid regular expression /${regex}/`);
  }
}
