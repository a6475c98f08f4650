import { type QueryToken, tokenizeQuery } from "#components/query/language/tokenize-query.ts";

/** A command of a query, with its places in the text. */
export interface Command {
  readonly name: string;
  /** The words after the name, without comments. */
  readonly words: readonly QueryToken[];
  readonly nameEnds: number;
  /** The place of the pipe behind it, or the end of the text. */
  readonly to: number;
}

/** The commands of a query, in order, without comments. */
export function commandsWithPlaces(text: string): readonly Command[] {
  const tokens = tokenizeQuery(text).filter(({ kind }) => kind !== "comment");
  const commands: Command[] = [];
  let words: QueryToken[] = [];
  const end = (to: number) => {
    const [first, ...rest] = words;
    if (first !== undefined) commands.push({ name: first.text.toLowerCase(), words: rest, nameEnds: first.to, to });
    words = [];
  };
  for (const token of tokens) {
    if (token.text === "|" && token.kind === "sign") end(token.from);
    else words.push(token);
  }
  end(text.length);
  return commands;
}

/** The parts between commas. Commas in brackets separate arguments. */
export function splitAtCommas(tokens: readonly QueryToken[]): readonly (readonly QueryToken[])[] {
  const parts: QueryToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (/^[([]$/.test(token.text)) depth++;
    if (/^[)\]]$/.test(token.text)) depth--;
    if (token.text === "," && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

/** The place of the word `by` that begins the groups, not one in brackets; -1 without groups. */
export function byPlace(words: readonly QueryToken[]): number {
  let depth = 0;
  return words.findIndex(({ text }) => {
    if (/^[([]$/.test(text)) depth++;
    if (/^[)\]]$/.test(text)) depth--;
    return depth === 0 && text.toLowerCase() === "by";
  });
}

/** Whether the text has characters after this place that are no part of a token. */
export function hasUnread(text: string, from: number): boolean {
  let at = from;
  for (const token of tokenizeQuery(text)) {
    if (token.to <= at) continue;
    if (text.slice(at, token.from).trim() !== "") return true;
    at = token.to;
  }
  return text.slice(at).trim() !== "";
}
