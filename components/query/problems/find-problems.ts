import type { QueryField } from "#components/query/language/complete-query.ts";
import { fieldInQuery } from "#components/query/language/field-queries.ts";
import { COMMANDS, FUNCTIONS, KEYWORDS, SYSTEM_FIELDS } from "#components/query/language/insights-words.ts";
import { nearName } from "#components/query/language/near-name.ts";
import { commandsOf, type QueryToken, tokenizeQuery } from "#components/query/language/tokenize-query.ts";
import { findRefusal } from "#lib/logs/insights/shared/find-refusal.ts";

/** A place of a query, as positions in its text. */
export interface QueryProblem {
  readonly from: number;
  readonly to: number;
}

/** A change of the text that probably corrects a problem. */
export interface QuickFix extends QueryProblem {
  readonly insert: string;
  /** The button: what it does. */
  readonly name: string;
}

/** A place where a query is probably wrong, or where AWS or the portal rejected it. */
export interface FoundProblem extends QueryProblem {
  /** Whether it was rejected when it ran. The page then says what AWS or the portal answered. */
  readonly rejected: boolean;
  /** What is probably wrong; null where only the answer of AWS or the portal says it, which is elsewhere on the page. */
  readonly sentence: string | null;
  readonly fix: QuickFix | null;
}

const COMMAND_NAMES = COMMANDS.map(({ name }) => name);
const FUNCTION_NAMES = FUNCTIONS.map(({ name }) => name);
const known = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()));
const [KNOWN_COMMANDS, KNOWN_FUNCTIONS, KNOWN_KEYWORDS] = [known(COMMAND_NAMES), known(FUNCTION_NAMES), known(KEYWORDS)];

/**
 * The problems of a query, in the order of its text: where it was rejected, words that the portal refuses, and what is probably a
 * mistake, such as a misspelled command. AWS judges the query, so an unusual word without a near name is no problem.
 * @param rejected where AWS or the portal rejected this text; null if it didn't
 */
export function findProblems(text: string, rejected: QueryProblem | null, fields: readonly QueryField[]): readonly FoundProblem[] {
  const commands = commandsOf(tokenizeQuery(text));
  const mistakes = commands.flatMap((command) => mistakesIn(command, text));
  const refusal = findRefusal(text);
  const refused: FoundProblem[] =
    refusal === undefined ? [] : [{ from: refusal.at.start, to: refusal.at.end, rejected: false, sentence: refusal.sentence, fix: null }];
  const likely = [...refused, ...mistakes.filter((each) => !refused.some((other) => overlaps(each, other)))];
  if (rejected === null) return likely.toSorted((a, b) => a.from - b.from);
  const same = likely.find((each) => overlaps(each, rejected));
  // The hint stays after AWS has rejected the place: it says what to do. The reason of a refusal is the answer itself.
  const mistake = same !== undefined && refused.includes(same) ? undefined : same;
  const fix = same?.fix ?? fixAt(rejected, commands, fields);
  const answered: FoundProblem = { ...rejected, rejected: true, sentence: mistake?.sentence ?? null, fix };
  return [answered, ...likely.filter((each) => each !== same)].toSorted((a, b) => a.from - b.from);
}

/** The next problem behind a position of the cursor, or the one before it. Behind the last one comes the first. */
export function problemFrom(problems: readonly FoundProblem[], at: number, by: 1 | -1): FoundProblem | undefined {
  if (by === 1) return problems.find(({ from }) => from > at) ?? problems[0];
  return problems.findLast(({ from }) => from < at) ?? problems.at(-1);
}

const overlaps = (a: QueryProblem, b: QueryProblem) => a.from < Math.max(b.to, b.from + 1) && b.from < Math.max(a.to, a.from + 1);

/** What is probably wrong in a command, without an answer of AWS. */
function mistakesIn(command: readonly QueryToken[], text: string): readonly FoundProblem[] {
  return command.flatMap((token, n): FoundProblem[] => {
    if (!isPlainWord(token)) return [];
    const { from, to } = token;
    const next = command[n + 1];
    const calls = next?.text === "(";
    if (n > 0 && isPipeMissing(command, n, text)) {
      const fix = { from, to: from, insert: "| ", name: "Add the pipe" };
      return [{ from, to, rejected: false, sentence: `A pipe is missing before the command ${token.text}.`, fix }];
    }
    const isCommand = n === 0;
    if (!isCommand && !calls) return [];
    const near = misspelled(token.text, isCommand ? [KNOWN_COMMANDS, COMMAND_NAMES] : [KNOWN_FUNCTIONS, FUNCTION_NAMES]);
    if (near === undefined || (!isCommand && isKnownWord(token.text))) return [];
    const sentence = `${token.text} is not a known ${isCommand ? "command" : "function"}. Did you mean ${near}?`;
    return [{ from, to, rejected: false, sentence, fix: replacement(token, near) }];
  });
}

const isPlainWord = ({ kind, text }: QueryToken) => kind === "word" && /^[A-Za-z_]\w*$/.test(text);
const isKnownWord = (text: string) => KNOWN_KEYWORDS.has(text.toLowerCase()) || KNOWN_COMMANDS.has(text.toLowerCase());
const replacement = ({ from, to }: QueryToken, insert: string): QuickFix => ({ from, to, insert, name: `Use ${insert}` });

/** The near name of a word that is none; undefined also for the beginning of a name, which is still being typed. */
function misspelled(word: string, [names, list]: readonly [ReadonlySet<string>, readonly string[]]): string | undefined {
  const typed = word.toLowerCase();
  if (names.has(typed) || list.some((name) => name.toLowerCase().startsWith(typed))) return undefined;
  return nearName(word, list);
}

/** Whether a command begins a line without a pipe: its name is behind something that is whole, and before something that it takes. */
function isPipeMissing(command: readonly QueryToken[], n: number, text: string): boolean {
  const [before, token, next] = [command[n - 1], command[n], command[n + 1]];
  if (before === undefined || token === undefined || !KNOWN_COMMANDS.has(token.text.toLowerCase())) return false;
  if (!text.slice(before.to, token.from).includes("\n")) return false;
  const isWhole = before.kind !== "sign" ? !KNOWN_KEYWORDS.has(before.text.toLowerCase()) : /^[)\]]$/.test(before.text);
  // What has something done to it is a field of that name.
  const takes = next !== undefined && next.kind !== "sign" && !KNOWN_KEYWORDS.has(next.text.toLowerCase());
  return n > 1 && isWhole && takes;
}

/** A probable correction of the place that AWS rejected. */
function fixAt(place: QueryProblem, commands: readonly (readonly QueryToken[])[], fields: readonly QueryField[]): QuickFix | null {
  const command = commands.find((tokens) => tokens.some((token) => overlaps(token, place)));
  const n = command?.findIndex((token) => overlaps(token, place)) ?? -1;
  const [token, before, next] = [command?.[n], command?.[n - 1], command?.[n + 1]];
  if (command === undefined || token === undefined || token.kind !== "word") return null;
  if (n > 0 && KNOWN_COMMANDS.has(token.text.toLowerCase()))
    return { from: token.from, to: token.from, insert: "| ", name: "Add the pipe" };
  const typed = token.text.replace(/^`|`$/g, "");
  // Only a field is written in backticks.
  const words = n === 0 ? COMMAND_NAMES : next?.text === "(" ? FUNCTION_NAMES : typed === token.text ? KEYWORDS : [];
  const fieldNames = n === 0 || next?.text === "(" ? [] : [...fields.map(({ name }) => name), ...SYSTEM_FIELDS];
  const names = [...words, ...fieldNames];
  const isName = names.some((name) => name.toLowerCase() === typed.toLowerCase());
  const near = isName ? undefined : nearName(typed, names);
  if (near !== undefined) return replacement(token, words.includes(near) ? near : fieldInQuery(near));
  return isCommaMissing(command, before) ? { from: before?.to ?? 0, to: before?.to ?? 0, insert: ",", name: "Add the comma" } : null;
}

/** The commands that take a list. */
const LISTS = /^(fields|display|stats|dedup|sort)$/i;

function isCommaMissing(command: readonly QueryToken[], before: QueryToken | undefined): boolean {
  if (before === undefined || before === command[0] || !LISTS.test(command[0]?.text ?? "")) return false;
  return before.text === ")" || (before.kind === "word" && !KNOWN_KEYWORDS.has(before.text.toLowerCase()));
}
