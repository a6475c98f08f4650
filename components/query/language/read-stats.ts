import { commandsOf, type QueryToken, tokenizeQuery } from "./tokenize-query.ts";

/** One column that `stats` makes: what AWS calls it in the results, and the function that makes it (`count`, `avg` …), in lower case. */
export interface StatsColumn {
  readonly name: string;
  readonly call: string;
  /** The text of the arguments, for example `*` or `ms, 99`. */
  readonly args: string;
}

/** The last `stats` command of a query: the aggregates, and the columns that they are grouped by. */
export interface Stats {
  readonly aggregates: readonly StatsColumn[];
  readonly groups: readonly StatsColumn[];
}

/** Reads the last `stats` command of a query. Undefined if there is none, which means that the rows are log events. */
export function readStats(query: string): Stats | undefined {
  const stats = commandsOf(tokenizeQuery(query)).findLast(([name]) => name?.text.toLowerCase() === "stats");
  if (stats === undefined) return undefined;
  const words = stats.slice(1);
  const by = words.findIndex((token, at) => token.text.toLowerCase() === "by" && depthAt(words, at) === 0);
  const columns = (tokens: readonly QueryToken[]) => splitAtCommas(tokens).map((part) => columnOf(query, part));
  return { aggregates: columns(by < 0 ? words : words.slice(0, by)), groups: by < 0 ? [] : columns(words.slice(by + 1)) };
}

/** Whether a column of the results is a time: the groups of `bin`, `datefloor` and `dateceil`. */
export const isTime = ({ call }: StatsColumn): boolean => /^(bin|datefloor|dateceil)$/.test(call);

/** Without an alias, AWS names a column by the text of its expression. */
function columnOf(query: string, tokens: readonly QueryToken[]): StatsColumn {
  const as = tokens.findIndex((token) => token.text.toLowerCase() === "as");
  const expression = as < 0 ? tokens : tokens.slice(0, as);
  const [first, last] = [expression[0], expression.at(-1)];
  const text = first && last ? query.slice(first.from, last.to) : "";
  const alias = as < 0 ? undefined : tokens[as + 1]?.text;
  const isCall = expression[1]?.text === "(" && last?.text === ")" && closesAtEnd(expression);
  return {
    name: (alias ?? text).replace(/^`|`$/g, ""),
    call: isCall ? (first?.text.toLowerCase() ?? "") : "",
    args: isCall && expression[2] && last ? query.slice(expression[2].from, last.from).trim() : "",
  };
}

/** Whether the bracket after the first token closes at the last one: not so in `count(a) / count(b)`. */
function closesAtEnd(tokens: readonly QueryToken[]): boolean {
  return tokens.every((_, at) => at === 0 || at === tokens.length - 1 || depthAt(tokens, at + 1) > 0);
}

/** How many brackets are open before the token at this place. */
function depthAt(tokens: readonly QueryToken[], at: number): number {
  return tokens.slice(0, at).reduce((depth, { text }) => depth + (/^[([]$/.test(text) ? 1 : /^[)\]]$/.test(text) ? -1 : 0), 0);
}

function splitAtCommas(tokens: readonly QueryToken[]): readonly (readonly QueryToken[])[] {
  const parts: QueryToken[][] = [[]];
  tokens.forEach((token, at) => {
    if (token.text === "," && depthAt(tokens, at) === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  });
  return parts.filter((part) => part.length > 0);
}
