import type { StatsColumn } from "#components/query/language/read-stats.ts";
import type { QueryToken } from "#components/query/language/tokenize-query.ts";
import { type Command, splitAtCommas } from "./query-commands.ts";

export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

/** What the query does with the rows after `stats`. It is done after the merge: the first rows of a part need not be those of the whole. */
export type TailStep =
  | { readonly kind: "sort"; readonly keys: readonly SortKey[] }
  | { readonly kind: "limit"; readonly count: number }
  | { readonly kind: "display"; readonly columns: readonly string[] };

/** Undefined for a command whose effect on merged rows the portal can't repeat. */
export function tailStepOf(text: string, { name, words }: Command): TailStep | undefined {
  if (name === "limit") {
    const [only, more] = words;
    return only !== undefined && more === undefined && /^[1-9]\d{0,5}$/.test(only.text)
      ? { kind: "limit", count: Number(only.text) }
      : undefined;
  }
  if (name === "sort") {
    const keys = splitAtCommas(words[0]?.text.toLowerCase() === "by" ? words.slice(1) : words).map((key) => sortKeyOf(text, key));
    return keys.length > 0 && keys.every((key) => key !== undefined) ? { kind: "sort", keys } : undefined;
  }
  if (name !== "display") return undefined;
  const columns = splitAtCommas(words).map((part) => (part.length === 1 && part[0]?.kind === "word" ? unquoted(part[0].text) : undefined));
  return columns.length > 0 && columns.every((column) => column !== undefined) ? { kind: "display", columns } : undefined;
}

/** The name of a column, or the text of an expression that is one, such as `count(*)`. */
function sortKeyOf(text: string, words: readonly QueryToken[]): SortKey | undefined {
  const direction = words.at(-1)?.text.toLowerCase();
  const isDirection = words.length > 1 && (direction === "asc" || direction === "desc");
  const named = isDirection ? words.slice(0, -1) : words;
  const [first, last] = [named[0], named.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  // AWS does not say how it sorts without a direction. The sandbox takes the ascending one, and so does this.
  return { column: unquoted(text.slice(first.from, last.to)), descending: isDirection && direction === "desc" };
}

export function columnsOf(step: TailStep): readonly string[] {
  if (step.kind === "sort") return step.keys.map(({ column }) => column);
  return step.kind === "display" ? step.columns : [];
}

const unquoted = (name: string) => name.replace(/^`|`$/g, "");
const plain = (text: string) => text.replace(/\s+/g, "").toLowerCase();

/** Columns are named by their aliases, or by the text of their expressions, in which spaces and case don't matter. */
export function withRealNames(step: TailStep, columns: readonly StatsColumn[]): TailStep {
  const real = (name: string) =>
    columns.find((column) => column.name === name)?.name ?? columns.find((column) => plain(column.name) === plain(name))?.name ?? name;
  if (step.kind === "sort") return { kind: "sort", keys: step.keys.map((key) => ({ ...key, column: real(key.column) })) };
  return step.kind === "display" ? { kind: "display", columns: step.columns.map(real) } : step;
}

/** The names of the columns that `fields` or `display` shows: their aliases, or the texts of their expressions. */
export function itemNames(text: string, words: readonly QueryToken[]): readonly string[] {
  return splitAtCommas(words).map((item) => {
    const as = item.findIndex((token) => token.text.toLowerCase() === "as");
    const [first, last] = [as < 0 ? item[0] : item[as + 1], item.at(-1)];
    return first === undefined || last === undefined ? "" : unquoted(text.slice(first.from, last.to));
  });
}
