import { matchesWildcard } from "#sandbox/aws/iam/policy/wildcard.ts";
import { type EventFilter, invalidPattern } from "./event-filter.ts";

const COLUMN = /^\s*(\.\.\.|[\p{L}\p{N}_-]+(?:\s*(!=|<=|>=|=|<|>)\s*("(?:[^"\\]|\\.)*"|[^\s,\]]+))?)\s*$/u;
const FIELD = /"([^"]*)"|\[([^\]]*)\]|(\S+)/g;

type ColumnTest = ((value: string) => boolean) | "any number of columns";

/**
 * Parses `[ip, user, ..., status = 5*, bytes > 1000]`. The message is split at spaces outside quotes and brackets, and each part
 * is a column; `...` matches any number of columns. A column has at most one comparison.
 */
export function parseColumnPattern(text: string): EventFilter {
  if (!text.endsWith("]")) throw invalidPattern("unmatched bracket");
  const tests = text.slice(1, -1).split(",").map(columnOf);
  const gap = tests.indexOf("any number of columns");
  if (gap !== tests.lastIndexOf("any number of columns")) throw invalidPattern("only one ellipsis is possible");
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

function columnOf(text: string): ColumnTest {
  const [, whole, operator, raw = ""] = COLUMN.exec(text) ?? [];
  if (whole === undefined) throw invalidPattern(`bad column '${text.trim()}'`);
  if (whole === "...") return "any number of columns";
  if (operator === undefined) return () => true;
  const wanted = raw.startsWith('"') ? raw.slice(1, -1) : raw;
  const same = (value: string) => matchesWildcard(wanted, value) || (Number(wanted) === Number(value) && wanted !== "");
  if (operator === "=") return same;
  if (operator === "!=") return (value) => !same(value);
  const bound = Number(wanted);
  if (Number.isNaN(bound)) throw invalidPattern(`${operator} compares numbers`);
  if (operator === "<") return (value) => Number(value) < bound;
  if (operator === "<=") return (value) => Number(value) <= bound;
  return operator === ">" ? (value) => Number(value) > bound : (value) => Number(value) >= bound;
}
