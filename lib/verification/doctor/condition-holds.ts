import { fits, type Glob, globOf, literal } from "./glob.ts";
import type { Condition } from "./read-condition.ts";

/** `maybe` = it hangs on something that the doctor does not know, such as an address or a tag. */
export type Holds = "yes" | "maybe" | "no";

/** What a request brings, by key in lower case. A key that is not there is unknown; `undefined` = surely not sent. */
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
 * Whether one condition holds. Where IAM's own words leave room the answer is `maybe`, which a Deny is not trusted with
 * and an Allow is held for. Source: IAM user guide, "Condition operators", "Multivalued context keys", "Policy variables".
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
    const pattern = hasVariables ? filled(text, test, known) : patternOf(text, test);
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

/** The pattern with its variables filled in, character for character; `maybe` when one is unknown, `no` when one is absent. */
function filled(text: string, test: string, known: KnownContext): Glob | "maybe" | "no" {
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

/** The six parts of an ARN are compared one by one, so that a `*` does not reach over a colon before the last part. */
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
