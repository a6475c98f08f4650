import type { FieldPath } from "#components/logs/text/json-pointer.ts";
import { MAX_PATTERN_LENGTH } from "./check-pattern.ts";

/** What the user selects in an event: a field of its JSON, or a word of its text. */
export type Clause =
  | { readonly kind: "field"; readonly path: FieldPath; readonly value: string | number | boolean | null }
  /** Words of a field, with asterisks for the parts that differ between similar events. */
  | { readonly kind: "like"; readonly path: FieldPath; readonly value: string }
  | { readonly kind: "word"; readonly word: string };

/**
 * Names that a selector accepts without brackets. Source: CloudWatch Logs user guide, "Filter pattern syntax", property
 * selectors.
 */
const SELECTABLE = /^[A-Za-z0-9_-]+$/;
/** An && outside a quoted value. */
const BETWEEN_TESTS = /&&(?=(?:[^"]|"(?:[^"\\]|\\.)*")*$)/;

/**
 * The filter pattern extended to include (`only`) or exclude (`not`) the selected value; null when the pattern syntax
 * can't express it. Fields need a JSON selector and words need a list of terms, and one pattern can't contain both. So a
 * field added to terms becomes a quoted piece of the event's text.
 */
export function addToPattern(pattern: string, clause: Clause, mode: "only" | "not", message: string): string | null {
  const text = pattern.trim();
  const changed = clause.kind === "word" ? withTerm(text, clause.word, mode) : withField(text, clause, mode, message);
  return changed === null || changed.length > MAX_PATTERN_LENGTH ? null : changed;
}

function withTerm(text: string, word: string, mode: "only" | "not"): string | null {
  if (/^[{[%]/.test(text)) return null;
  const [plain, against] = [quoted(word), `-${quoted(word)}`];
  const [term, opposite] = mode === "only" ? [plain, against] : [against, plain];
  const terms = text.split(/\s+/);
  if (terms.includes(term)) return text;
  // Including and excluding the same value would find nothing.
  if (terms.includes(opposite)) return terms.map((each) => (each === opposite ? term : each)).join(" ");
  return `${text} ${term}`.trim();
}

type FieldClause = Exclude<Clause, { kind: "word" }>;

function withField(text: string, clause: FieldClause, mode: "only" | "not", message: string): string | null {
  if (text !== "" && !text.startsWith("{")) {
    const piece = clause.kind === "like" ? null : pieceOf(message, clause);
    return piece === null ? null : withTerm(text, piece, mode);
  }
  const test = selectorOf(clause, mode);
  if (test === null) return null;
  if (text === "") return `{ ${test} }`;
  const inside = text.slice(1, -1).trim();
  if (!text.endsWith("}") || inside === "") return null;
  if (inside.split(" && ").includes(test)) return text;
  const others = withoutContrary(inside, clause, mode);
  if (others !== null) return `{ ${[...others, test].join(" && ")} }`;
  return `{ ${inside.includes("||") ? `(${inside})` : inside} && ${test} }`;
}

/**
 * The conditions of a selector without those that contradict the new one: the same value excluded, or another value of
 * the same field. Null when there is no such condition, or when the selector is not a plain list of conditions.
 */
function withoutContrary(inside: string, clause: FieldClause, mode: "only" | "not"): readonly string[] | null {
  if (/[()]|\|\|/.test(inside)) return null;
  const tests = inside.split(BETWEEN_TESTS).map((test) => test.trim());
  const contrary = selectorOf(clause, mode === "only" ? "not" : "only");
  const same = selectorOf({ ...clause, kind: "field", value: 0 }, "only")?.slice(0, -1) ?? "";
  const field = same.slice(0, -"= ".length);
  const isContrary = (test: string) => test === contrary || (mode === "only" && (test.startsWith(same) || test.startsWith(`${field}IS `)));
  const others = tests.filter((test) => !isContrary(test));
  return others.length === tests.length ? null : others;
}

function selectorOf({ path, value }: FieldClause, mode: "only" | "not"): string | null {
  if (typeof path[0] !== "string" || !path.every((part) => typeof part === "number" || SELECTABLE.test(part))) return null;
  const field = `$${path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("")}`;
  if (value === null) return mode === "only" ? `${field} IS NULL` : null;
  if (typeof value === "boolean") return `${field} IS ${(mode === "only") === value ? "TRUE" : "FALSE"}`;
  return `${field} ${mode === "only" ? "=" : "!="} ${typeof value === "number" ? value : quoted(value)}`;
}

/** The field as it is written in the event, with or without a space after the colon. */
function pieceOf(message: string, { path, value }: FieldClause): string | null {
  const name = path.at(-1);
  if (typeof name !== "string") return null;
  const [key, worth] = [JSON.stringify(name), JSON.stringify(value)];
  return [`${key}:${worth}`, `${key}: ${worth}`].find((piece) => message.includes(piece)) ?? null;
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
