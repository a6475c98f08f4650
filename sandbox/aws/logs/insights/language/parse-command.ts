import { parseExpression, parseField } from "./parse-expression.ts";
import { QuerySyntaxError } from "./query-error.ts";
import type { Command, Extraction, Item, SortKey } from "./query-syntax.ts";
import { type TokenReader, wordOf } from "./token-reader.ts";

/** The largest number of rows. Source: Logs Insights QL, `limit`. */
const MAX_LIMIT = 100_000;

/** The commands that AWS has and the sandbox has not. The error says so, because AWS would accept the query. */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  ...["accum", "addtotals", "anomaly", "appendcols", "autoregress", "cidrlookup", "countfrequent", "diff", "expand", "filldown"],
  ...["fillmissing", "filterindex", "join", "json", "logcompare", "lookup", "outlier", "pattern", "relevantfields", "sessionize"],
  ...["source", "unmask"],
]);

/** Source: CloudWatch Logs user guide, "Logs Insights QL commands supported in log classes", and `filterIndex`. */
const NOT_ON_INFREQUENT_ACCESS: ReadonlySet<string> = new Set(["anomaly", "diff", "filterindex", "pattern", "unmask"]);

/**
 * Parses one command.
 * @throws QuerySyntaxError also for a command that the class Infrequent Access does not have, whose error AWS does not document
 */
export function parseCommand(reader: TokenReader, isInfrequentAccess: boolean): Command {
  const token = reader.peek;
  const { start } = token;
  const word = wordOf(token);
  const parse = COMMANDS.get(word);
  if (parse === undefined) {
    if (isInfrequentAccess && NOT_ON_INFREQUENT_ACCESS.has(word)) {
      throw new QuerySyntaxError(`The command ${word} is not supported for log groups of the class Infrequent Access`, token);
    }
    if (UNSUPPORTED.has(word)) throw new QuerySyntaxError(`The sandbox does not support the command ${word}`, token);
    throw reader.unexpected();
  }
  reader.next();
  return parse(reader, start);
}

const COMMANDS: ReadonlyMap<string, (reader: TokenReader, start: number) => Command> = new Map([
  ["fields", (reader, start) => ({ kind: "fields", items: items(reader), start, end: reader.end })],
  ["display", (reader, start) => ({ kind: "display", items: items(reader), start, end: reader.end })],
  ["filter", parseFilter],
  ["where", parseFilter],
  ["stats", parseStats],
  ["sort", parseSort],
  ["limit", parseLimit],
  ["dedup", parseDedup],
  ["parse", parseParse],
  ["unnest", parseUnnest],
]);

function parseFilter(reader: TokenReader, start: number): Command {
  const condition = parseExpression(reader);
  return { kind: "filter", condition, start, end: reader.end };
}

function parseStats(reader: TokenReader, start: number): Command {
  const measures = items(reader);
  const by = reader.takesWord("by") ? items(reader) : [];
  return { kind: "stats", measures, by, start, end: reader.end };
}

/** AWS's documents write `sort x`, its sample queries also `sort by x`. */
function parseSort(reader: TokenReader, start: number): Command {
  reader.takesWord("by");
  const keys: SortKey[] = [];
  do {
    const expression = parseExpression(reader);
    const isDescending = reader.takesWord("desc");
    if (!isDescending) reader.takesWord("asc");
    keys.push({ expression, isDescending });
  } while (reader.takesSymbol(","));
  return { kind: "sort", keys, start, end: reader.end };
}

function parseLimit(reader: TokenReader, start: number): Command {
  const isAny = reader.takesWord("any");
  const token = reader.peek;
  if (token.kind !== "number" || !Number.isInteger(token.value) || token.value < 1) throw reader.unexpected();
  reader.next();
  if (token.value > MAX_LIMIT) throw new QuerySyntaxError(`The limit must be no more than ${MAX_LIMIT}`, token);
  return { kind: "limit", count: token.value, isAny, start, end: reader.end };
}

function parseDedup(reader: TokenReader, start: number): Command {
  const fields = [parseField(reader)];
  while (reader.takesSymbol(",")) fields.push(parseField(reader));
  return { kind: "dedup", fields, start, end: reader.end };
}

/** `unnest list into item` */
function parseUnnest(reader: TokenReader, start: number): Command {
  const source = parseField(reader);
  reader.needsWord("into");
  const name = nameOf(reader);
  return { kind: "unnest", source, name, start, end: reader.end };
}

/** `parse [field] "glob *" as name`, `parse [field] /(?<name>regex)/ [as name] [multi]`, and `parse field logfmt|csv as …` */
function parseParse(reader: TokenReader, start: number): Command {
  const { peek } = reader;
  const hasSource = peek.kind === "name";
  const source = hasSource ? parseField(reader) : { kind: "field" as const, path: ["@message"], start: peek.start, end: peek.start };
  const format = (["logfmt", "csv"] as const).find((each) => reader.takesWord(each));
  if (format !== undefined) {
    reader.needsWord("as");
    const names = namesOf(reader);
    if (format === "logfmt" && names.length > 1) throw reader.unexpected();
    return { kind: "parse", source, extraction: { kind: format }, names, start, end: reader.end };
  }
  const { extraction, names } = pattern(reader);
  return { kind: "parse", source, extraction, names, start, end: reader.end };
}

function pattern(reader: TokenReader): { extraction: Extraction; names: readonly string[] } {
  const token = reader.peek;
  const regex = reader.takesRegularExpression();
  if (regex !== undefined) {
    const given = reader.takesWord("as") ? namesOf(reader) : [];
    const isMulti = reader.takesWord("multi");
    const names = groupNames(regex, given);
    if (names === undefined) {
      throw new QuerySyntaxError("The regular expression must have a named capturing group for each field", token);
    }
    return { extraction: { kind: "regex", regex, isMulti }, names };
  }
  if (token.kind !== "string") throw reader.unexpected();
  reader.next();
  reader.needsWord("as");
  const names = namesOf(reader);
  const parts = token.text.split("*");
  if (parts.length - 1 !== names.length) {
    throw new QuerySyntaxError("The number of wildcards must equal the number of fields", token);
  }
  return { extraction: { kind: "regex", regex: globExpression(parts), isMulti: false }, names };
}

/** A wildcard takes as little text as the rest of the pattern allows. At the end of the pattern it takes the rest of the value. */
function globExpression(parts: readonly string[]): RegExp {
  const literals = parts.map((part) => part.replace(/[\\^$.|?*+()[\]{}/]/g, "\\$&"));
  return new RegExp(literals.join("([\\s\\S]*?)").replace(/\(\[\\s\\S\]\*\?\)$/, "([\\s\\S]*)"));
}

/** The names of the capturing groups: their own, or the names after `as`. Undefined if they are not one for each group. */
function groupNames(regex: RegExp, given: readonly string[]): readonly string[] | undefined {
  // An alternative that matches everything makes the groups visible without a text that matches the expression.
  const match = new RegExp(`(?:${regex.source})|`, regex.flags).exec("");
  const named = Object.keys(match?.groups ?? {});
  const names = named.length > 0 ? named : given;
  const isComplete = names.length > 0 && names.length === (match?.length ?? 1) - 1;
  const areEqual = named.length === 0 || given.length === 0 || named.join() === given.join();
  return isComplete && areEqual ? names : undefined;
}

function items(reader: TokenReader): Item[] {
  const found = [item(reader)];
  while (reader.takesSymbol(",")) found.push(item(reader));
  return found;
}

function item(reader: TokenReader): Item {
  const { start } = reader.peek;
  const expression = parseExpression(reader);
  const text = reader.query.slice(start, reader.end);
  if (reader.takesWord("as")) return { expression, name: nameOf(reader), hasAlias: true, start, end: reader.end };
  const name = expression.kind === "field" ? expression.path.reduce<string>(joinPath, "") : text;
  return { expression, name, hasAlias: false, start, end: reader.end };
}

function joinPath(name: string, part: string | number): string {
  if (typeof part === "number") return `${name}[${part}]`;
  return name === "" ? part : `${name}.${part}`;
}

function namesOf(reader: TokenReader): string[] {
  const names = [nameOf(reader)];
  while (reader.takesSymbol(",")) names.push(nameOf(reader));
  return names;
}

/** The name of a new field. */
function nameOf(reader: TokenReader): string {
  const token = reader.next();
  if (token.kind !== "name") throw reader.unexpected(token);
  return token.segments.join(".");
}
