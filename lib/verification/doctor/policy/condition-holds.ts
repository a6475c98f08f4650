import { fits, type Glob, globOf, literal } from "./glob.ts";
import type { Condition } from "./read-condition.ts";

/** `maybe`: it depends on a value that the analysis does not know, such as an IP address or a tag. */
export type Holds = "yes" | "maybe" | "no";

/** Condition keys of a request, in lowercase, with their values. `undefined`: the key is not sent. A missing key has an unknown value. */
export type KnownContext = ReadonlyMap<string, string | undefined>;

const STRINGS: Readonly<Record<string, (pattern: Glob, value: string) => boolean>> = {
  StringEquals: (pattern, value) => pattern.join("") === value,
  StringEqualsIgnoreCase: (pattern, value) => pattern.join("").toLowerCase() === value.toLowerCase(),
  StringLike: fits,
  ArnEquals: fitsArn,
  ArnLike: fitsArn,
  Bool: (pattern, value) => pattern.join("").toLowerCase() === value.toLowerCase(),
};

/**
 * Whether a request meets one condition. If the IAM documents leave it open, the answer is `maybe`: an Allow statement counts as
 * met then, and a Deny statement does not. Source: IAM user guide, "Condition operators", "Multivalued context keys",
 * "Policy variables".
 */
export function conditionHolds(condition: Condition, known: KnownContext, hasVariables: boolean): Holds {
  if (!known.has(condition.key)) return "maybe";
  const value = known.get(condition.key);
  if (condition.test === "Null") {
    return condition.values.some(({ text }) => (text.toLowerCase() === "true") === (value === undefined)) ? "yes" : "no";
  }
  if (value === undefined) return holdsForAbsent(condition);
  const [, negated, test] = splitNegation(condition.test);
  const matches = STRINGS[test];
  if (matches === undefined) return "maybe";
  const matched = condition.values.map(({ text }): Holds => {
    const pattern = hasVariables ? withVariables(text, test, known) : patternOf(text, test);
    if (pattern === "maybe" || pattern === "no") return pattern;
    return matches(pattern, value) ? "yes" : "no";
  });
  const any = matched.includes("yes") ? "yes" : matched.includes("maybe") ? "maybe" : "no";
  return negated ? opposite(any) : any;
}

function holdsForAbsent({ set, ifExists, test }: Condition): Holds {
  if (set === "ForAnyValue") return ifExists ? "maybe" : "no";
  return ifExists || set === "ForAllValues" || splitNegation(test)[1] ? "yes" : "no";
}

/** `StringNotLike` is the negation of `StringLike`. */
function splitNegation(test: string): readonly [whole: string, negated: boolean, plain: string] {
  return [test, test.includes("Not"), test.replace("Not", "")];
}

function opposite(holds: Holds): Holds {
  return holds === "maybe" ? "maybe" : holds === "yes" ? "no" : "yes";
}

const hasWildcards = (test: string) => test === "StringLike" || test.startsWith("Arn");

function patternOf(text: string, test: string): Glob {
  return hasWildcards(test) ? globOf(text) : literal(text);
}

/** The pattern with its variables replaced by their literal values; `maybe` if a variable is unknown, `no` if it has no value. */
function withVariables(text: string, test: string, known: KnownContext): Glob | "maybe" | "no" {
  const pieces: (string | "any" | "one")[] = [];
  let from = 0;
  for (const found of text.matchAll(/\$\{([^}]*)\}/g)) {
    pieces.push(...patternOf(text.slice(from, found.index), test));
    from = found.index + found[0].length;
    const [name = "", fallback] = (found[1] ?? "").split(/\s*,\s*/, 2);
    const key = name.trim().toLowerCase();
    if (key === "*" || key === "?" || key === "$") pieces.push(key);
    else {
      if (!known.has(key)) return "maybe";
      const value = known.get(key) ?? fallback?.replace(/^'(.*)'$/, "$1");
      if (value === undefined) return "no";
      pieces.push(...literal(value));
    }
  }
  return [...pieces, ...patternOf(text.slice(from), test)];
}

/** Compares the six parts of an ARN one by one: a `*` matches no colon, except in the last part. */
function fitsArn(pattern: Glob, value: string): boolean {
  const [expected, given] = [arnParts(pattern), arnParts(literal(value))];
  if (expected.length !== 6 || given.length !== 6) return false;
  return expected.every((part, index) => fits(part, (given[index] ?? []).join("")));
}

function arnParts(arn: Glob): readonly Glob[] {
  const parts: (string | "any" | "one")[][] = [[]];
  for (const piece of arn) {
    if (piece === ":" && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(piece);
  }
  return parts;
}
