import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

export type QueryToken =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "regex"; readonly regex: RegExp }
  /** A field or a keyword. */
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "symbol"; readonly text: string };

const PIECES =
  /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\/((?:[^/\\]|\\.){1,200})\/(i?)|(-?\d+(?:\.\d+)?)(?![\w.])|(!=|<=|>=|=~|[=<>()[\],|*])|`([^`]+)`|([@\w][\w.@-]*))/y;

export function malformedQuery(message: string): AwsError {
  return new AwsError("MalformedQueryException", message, 400);
}

/**
 * Splits a query of Logs Insights into tokens. `#` starts a comment.
 * @throws AwsError MalformedQueryException
 */
export function queryTokens(query: string): QueryToken[] {
  const text = query.replace(/^\s*#.*$/gm, "").trimEnd();
  const tokens: QueryToken[] = [];
  PIECES.lastIndex = 0;
  while (PIECES.lastIndex < text.length) {
    const from = PIECES.lastIndex;
    const match = PIECES.exec(text);
    if (match === null) throw malformedQuery(`unexpected symbol found ${text.slice(from).trim()[0] ?? ""} at position ${from}`);
    tokens.push(tokenOf(match));
  }
  return tokens;
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
