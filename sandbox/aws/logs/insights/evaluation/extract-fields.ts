import type { Compiled } from "#sandbox/aws/logs/insights/functions/function-spec.ts";
import type { Extraction } from "#sandbox/aws/logs/insights/language/query-syntax.ts";
import type { Row } from "./row.ts";
import { Structure, toText } from "./value.ts";

const LOGFMT_PAIR = /([^\s="]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g;
const CSV_CELL = /(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g;

/** The command `parse`: a row that does not match stays without the fields; with `multi` each match makes a row. */
export function extractor(source: Compiled, extraction: Extraction, names: readonly string[]) {
  const matchesOf = extraction.kind === "regex" ? matches(extraction) : extraction.kind === "csv" ? cells : undefined;
  return (row: Row, emit: (row: Row) => void): void => {
    const text = toText(source(row));
    const found = text === undefined ? [] : (matchesOf?.(text) ?? []);
    if (text !== undefined && matchesOf === undefined) row.set(names[0] ?? "", pairs(text));
    if (found.length === 0) emit(row);
    for (const [n, values] of found.entries()) {
      const target = n === found.length - 1 ? row : row.copy();
      for (const [place, name] of names.entries()) target.set(name, values[place]);
      emit(target);
    }
  };
}

type Values = readonly (string | undefined)[];

function matches({ regex, isMulti }: Extract<Extraction, { kind: "regex" }>): (text: string) => readonly Values[] {
  if (!isMulti) {
    return (text) => {
      const match = regex.exec(text);
      return match === null ? [] : [match.slice(1)];
    };
  }
  const every = new RegExp(regex.source, `${regex.flags}g`);
  return (text) => [...text.matchAll(every)].map((match) => match.slice(1));
}

function cells(text: string): readonly Values[] {
  return [[...text.matchAll(CSV_CELL)].map(([, quoted, bare]) => (quoted === undefined ? bare?.trim() : quoted.replaceAll('""', '"')))];
}

function pairs(text: string): Structure {
  const found = [...text.matchAll(LOGFMT_PAIR)].map(([, key = "", quoted, bare]) => [key, quoted?.replace(/\\(.)/g, "$1") ?? bare ?? ""]);
  return new Structure(Object.fromEntries(found) as object);
}
