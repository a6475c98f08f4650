import { fieldInQuery } from "./field-queries.ts";
import { COMMANDS, FUNCTIONS, SYSTEM_FIELDS } from "./insights-words.ts";
import { type QueryToken, tokenizeQuery } from "./tokenize-query.ts";

/** A field of the chosen log groups. `share` is the part of the sampled events that have it, 0 to 1. */
export interface QueryField {
  readonly name: string;
  readonly type: "number" | "text" | "other";
  readonly share: number;
}

/** What can be inserted at the cursor, in the order in which it is offered. */
export interface QueryOption {
  readonly section: "Fields in the chosen log groups" | "Functions" | "Commands";
  readonly label: string;
  /** What is inserted; `|` is where the cursor is after it. */
  readonly insert: string;
  /** Beside the name: arguments of a function, what a command does. */
  readonly detail: string;
  /** At the right: the type of a field or of what a function returns. */
  readonly returns: string;
  readonly share?: number;
  readonly help?: { readonly does: string; readonly example?: string };
}

export interface Completion {
  /** Where the word at the cursor begins; `from` is the cursor itself where no word has begun. */
  readonly from: number;
  readonly options: readonly QueryOption[];
}

/** Nothing is completed inside a comment, a text or a regular expression, or behind `as`, where a new name stands. */
const CLOSED = /^(comment|string|regex|number)$/;

/**
 * What fits at a place of a query. Fields come first, those that most events have at the top; then functions, the aggregating ones
 * only in `stats`; then commands, which begin a new line unless a command begins here.
 *
 * @param explicit the person asked for it, so that everything is offered before the first character too
 */
export function completeQuery(text: string, at: number, fields: readonly QueryField[], explicit: boolean): Completion | undefined {
  const before = tokenizeQuery(text.slice(0, at));
  const last = before.at(-1);
  const word = last?.to === at && last.kind === "word" ? last : undefined;
  if (last !== undefined && last.to === at && CLOSED.test(last.kind) && !isClosedText(last)) return undefined;
  if (last?.kind === "comment" && !text.slice(last.to, at).includes("\n")) return undefined;
  if (word === undefined && !explicit) return undefined;
  const tokens = word === undefined ? before : before.slice(0, -1);
  const previous = tokens.findLast(({ kind }) => kind !== "comment");
  if (previous?.text.toLowerCase() === "as" || previous?.text.toLowerCase() === "into") return undefined;
  const typed = word?.text.replace(/^`/, "") ?? "";
  const beginsCommand = previous === undefined || previous.text === "|";
  const options = beginsCommand
    ? commands(false)
    : [...fieldOptions(fields), ...functions(commandAt(tokens) === "stats"), ...commands(true)];
  const matching = options.filter(({ label }) => matches(label, typed));
  // A word that is complete needs no list.
  if (matching.length === 1 && matching[0]?.insert === word?.text) return undefined;
  return matching.length === 0 ? undefined : { from: word?.from ?? at, options: matching };
}

const isClosedText = ({ kind, text }: QueryToken) => kind === "string" && text.length > 1 && text.at(-1) === text[0];

/** Characters match from the beginning of a name, or of a part of a nested name, whatever their case. */
function matches(label: string, typed: string): boolean {
  const [name, start] = [label.toLowerCase(), typed.toLowerCase()];
  return name.startsWith(start) || name.split(/[._@]/).some((part) => start !== "" && part.startsWith(start));
}

function commandAt(tokens: readonly QueryToken[]): string | undefined {
  const pipe = tokens.findLastIndex(({ text }) => text === "|");
  return tokens
    .slice(pipe + 1)
    .find(({ kind }) => kind !== "comment")
    ?.text.toLowerCase();
}

function fieldOptions(fields: readonly QueryField[]): QueryOption[] {
  const known = new Set(fields.map(({ name }) => name));
  const system = SYSTEM_FIELDS.filter((name) => !known.has(name)).map((name): QueryField => ({ name, type: "text", share: 1 }));
  return [...fields.toSorted((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1)), ...system].map(({ name, type, share }) => ({
    section: "Fields in the chosen log groups",
    label: name,
    insert: fieldInQuery(name),
    detail: "",
    returns: type === "other" ? "" : type,
    share,
  }));
}

function functions(inStats: boolean): QueryOption[] {
  return FUNCTIONS.filter(({ aggregates }) => inStats || aggregates === undefined).map(({ name, takes, returns, does, example }) => ({
    section: "Functions",
    label: name,
    insert: takes === "" ? `${name}()|` : takes === "*" ? `${name}(*)|` : `${name}(|)`,
    detail: `(${takes})`,
    returns: `→ ${returns}`,
    help: { does, ...(example === undefined ? {} : { example }) },
  }));
}

function commands(onNewLine: boolean): QueryOption[] {
  return COMMANDS.map(({ name, does, example }) => ({
    section: "Commands",
    label: name,
    insert: onNewLine ? `\n| ${name} |` : `${name} |`,
    detail: does,
    returns: onNewLine ? "new line" : "",
    help: { does, example },
  }));
}
