import { matchesWildcard } from "#sandbox/aws/iam/policy/wildcard.ts";
import { checkRegexCount, type EventFilter, invalidPattern, regexOf } from "./event-filter.ts";

/** A part of a message: text in quotes or brackets, or text without spaces. */
const FIELD = /"([^"]*)"|\[([^\]]*)\]|(\S+)/g;
/** A column up to the comma after it. Quoted text and regular expressions can have commas. */
const COLUMN = /((?:"(?:[^"\\]|\\.)*"|%[^%]+%|[^,"%])*)(,|$)/y;
const COMPARISON =
  /\s*([\p{L}\p{N}_-]+)\s*(?:(!=|<=|>=|=|<|>)\s*(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|((?:(?!&&|\|\|)[^\s\]"%])+))\s*(&&|\|\|)?\s*|$)/uy;

type ValueTest = (value: string) => boolean;
type ColumnTest = ValueTest | "any number of columns";

/**
 * Parses `[ip, user, ..., status = 5* || status = 404, bytes > 1000]`. The message is split at spaces outside quotes and brackets,
 * and each part is a column; `...` matches any number of columns. The comparisons of a column have its name.
 */
export function parseColumnPattern(text: string): EventFilter {
  if (!text.endsWith("]")) throw invalidPattern();
  const tests = columnsOf(text.slice(1, -1));
  const gap = tests.indexOf("any number of columns");
  if (gap !== tests.lastIndexOf("any number of columns")) throw invalidPattern();
  return (message) => {
    const fields = [...message.matchAll(FIELD)].map(([, quoted, bracketed, bare]) => quoted ?? bracketed ?? bare ?? "");
    if (gap < 0) return fields.length === tests.length && fits(tests, fields);
    const tail = tests.slice(gap + 1);
    if (fields.length < tests.length - 1) return false;
    return fits(tests.slice(0, gap), fields) && fits(tail, fields.slice(fields.length - tail.length));
  };
}

const fits = (tests: readonly ColumnTest[], fields: readonly string[]) =>
  tests.every((test, i) => test === "any number of columns" || test(fields[i] ?? ""));

/** The columns. The last one can be without a name, after a comma. */
function columnsOf(text: string): ColumnTest[] {
  if (text.trim() === "") throw invalidPattern();
  const columns: ColumnTest[] = [];
  const regexes = { count: 0 };
  COLUMN.lastIndex = 0;
  for (;;) {
    const [, column, end] = COLUMN.exec(text) ?? [];
    if (column === undefined) throw invalidPattern();
    columns.push(columnOf(column.trim(), regexes));
    if (end === "") break;
  }
  checkRegexCount(regexes.count);
  return columns;
}

function columnOf(text: string, regexes: { count: number }): ColumnTest {
  if (text === "...") return "any number of columns";
  if (text === "") return () => true;
  const alternatives: ValueTest[][] = [[]];
  let only: string | undefined;
  let join: string | undefined;
  let at = 0;
  do {
    COMPARISON.lastIndex = at;
    const [whole, name, operator, quoted, regex, bare, next] = COMPARISON.exec(text) ?? [];
    if (whole === undefined || (only !== undefined && (operator === undefined || name !== only))) throw invalidPattern();
    only = name;
    if (join === "||") alternatives.push([]);
    if (regex !== undefined) regexes.count++;
    if (operator !== undefined) alternatives.at(-1)?.push(comparison(operator, quoted, regex, bare));
    at += whole.length;
    join = next;
  } while (join !== undefined);
  if (at < text.length) throw invalidPattern();
  return (value) => alternatives.some((tests) => tests.every((test) => test(value)));
}

function comparison(operator: string, quoted: string | undefined, regex: string | undefined, bare: string | undefined): ValueTest {
  const wanted = quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "";
  const same = regex === undefined ? equality(wanted) : matching(regexOf(regex));
  if (operator === "=") return same;
  if (operator === "!=") return (value) => !same(value);
  const bound = bare === undefined ? Number.NaN : Number(bare);
  if (Number.isNaN(bound)) throw invalidPattern();
  if (operator === "<") return (value) => Number(value) < bound;
  if (operator === "<=") return (value) => Number(value) <= bound;
  return operator === ">" ? (value) => Number(value) > bound : (value) => Number(value) >= bound;
}

const matching =
  (regex: RegExp): ValueTest =>
  (value) =>
    regex.test(value);

function equality(wanted: string): ValueTest {
  return (value) => matchesWildcard(wanted, value) || (wanted !== "" && Number(wanted) === Number(value));
}
