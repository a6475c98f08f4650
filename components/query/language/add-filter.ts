import type { FieldPath } from "#components/logs/text/json-pointer.ts";
import { fieldInQuery } from "./field-queries.ts";
import { tokenizeQuery } from "./tokenize-query.ts";

/** Longer values are texts that no other event has. */
const LONGEST_VALUE = 200;
/** Commands after which a filter would mean something else, or is not allowed. */
const FILTER_BEFORE = /^(stats|sort|limit|head|tail|dedup|display)$/i;

/**
 * The name of a field in a query, from its place in the details of a row: nested values of a JSON message are fields, joined with dots.
 * Null for what a query can't name: elements of arrays, nested values of other columns, and names that could end the name in a query.
 */
export function fieldOfPath(path: FieldPath): string | null {
  const parts = path[0] === "@message" && path.length > 1 ? path.slice(1) : path;
  if (path[0] !== "@message" && path.length > 1) return null;
  const name = parts.every((part) => typeof part === "string") ? parts.join(".") : "";
  if (name === "" || /[`\p{Cc}]/u.test(name)) return null;
  // A field of an event whose name begins with "@" shows with a second one, because one marks the fields of the system.
  return parts !== path && name.startsWith("@") ? `@${name}` : name;
}

/** The query with one more filter, for events that have or don't have this value. Null if the value can't be compared in a query. */
export function addFilter(query: string, name: string, value: unknown, mode: "only" | "not"): string | null {
  const literal = literalOf(value);
  if (literal === null) return null;
  const filter = `filter ${fieldInQuery(name)} ${mode === "only" ? "=" : "!="} ${literal}`;
  const tokens = tokenizeQuery(query).filter(({ kind }) => kind !== "comment");
  const at = tokens.findIndex(({ text }, n) => FILTER_BEFORE.test(text) && (n === 0 || tokens[n - 1]?.text === "|"));
  const command = tokens[at];
  if (command === undefined) return query.trim() === "" ? filter : `${query.trimEnd()}\n| ${filter}`;
  return `${query.slice(0, command.from)}${filter}\n| ${query.slice(command.from)}`;
}

/** A value as text or number of the query language. Quotes and backslashes are escaped, so that a value can't end the literal. */
function literalOf(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "string" || value.length > LONGEST_VALUE || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value)) return null;
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}
