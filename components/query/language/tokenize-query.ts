/** A piece of a query in the Logs Insights query language. `from` and `to` are positions in the text; spaces are left out. */
export interface QueryToken {
  readonly kind: "comment" | "string" | "regex" | "number" | "word" | "sign";
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const COMMENT = /#[^\n]*/y;
const STRING = /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/y;
const REGEX = /\/(?:[^/\\\n]|\\.)*\/?/y;
/** A number may have the unit of a period directly behind it, as in `bin(5m)`. */
const NUMBER = /\d+(?:\.\d+)?(?:[a-z]+\b)?/y;
/** A field may be nested (`a.b`), begin with `@`, or be written in backticks. A parameter of a saved query is in the place of a word. */
const WORD = /`[^`\n]*`?|\{\{[^}\n]*\}\}|@?[A-Za-z_][\w.@-]*(?:\[\d+\][\w.]*)?|@/y;
const SIGN = /=~|!=|<=|>=|\*\*|[|,()[\]{}=<>+\-*/%^:]/y;

/**
 * Splits a query into tokens, in the order of the text. What is no token, such as a stray character, is left out: AWS judges the
 * query, this only colors and completes it. Source: Amazon CloudWatch Logs, "CloudWatch Logs Insights language query syntax".
 */
export function tokenizeQuery(text: string): readonly QueryToken[] {
  const tokens: QueryToken[] = [];
  let command = "";
  let before: QueryToken | undefined;
  for (let at = 0; at < text.length; ) {
    const regexAllowed = before !== undefined && (/^(like|=~)$/i.test(before.text) || (command === "parse" && before.text !== ")"));
    const found = tokenAt(text, at, regexAllowed);
    if (found === undefined) {
      at += 1;
      continue;
    }
    tokens.push(found);
    at = found.to;
    if (found.kind === "comment") continue;
    if (before === undefined || before.text === "|") command = found.text.toLowerCase();
    before = found;
  }
  return tokens;
}

function tokenAt(text: string, at: number, regexAllowed: boolean): QueryToken | undefined {
  const kinds: readonly (readonly [QueryToken["kind"], RegExp])[] = [
    ["comment", COMMENT],
    ["string", STRING],
    ...(regexAllowed ? ([["regex", REGEX]] as const) : []),
    ["number", NUMBER],
    ["word", WORD],
    ["sign", SIGN],
  ];
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null && match[0] !== "") return { kind, text: match[0], from: at, to: at + match[0].length };
  }
  return undefined;
}

/** The tokens of each command of a query without its comments, in order. The first token of a command is its name. */
export function commandsOf(tokens: readonly QueryToken[]): readonly (readonly QueryToken[])[] {
  const commands: QueryToken[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "comment") continue;
    if (token.text === "|") commands.push([]);
    else commands.at(-1)?.push(token);
  }
  return commands.filter((command) => command.length > 0);
}
