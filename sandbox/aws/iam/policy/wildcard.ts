/** Represent a literal `*` and `?` in a pattern, because the value of a policy variable is never a wildcard. */
const LITERAL_STAR = "\uE000";
const LITERAL_QUESTION = "\uE001";

/** Encodes text so that it has no wildcards when it is inserted into a pattern. */
export function asLiteral(text: string): string {
  return text.replaceAll("*", LITERAL_STAR).replaceAll("?", LITERAL_QUESTION);
}

/** Decodes a pattern whose `*` and `?` are literal. */
export function literalOf(pattern: string): string {
  return pattern.replaceAll(LITERAL_STAR, "*").replaceAll(LITERAL_QUESTION, "?");
}

/** Whether a pattern with `*` (any characters) and `?` (one character) matches the whole text. Backtracks only to the last `*`. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let resume = 0;
  while (from < text.length) {
    const wanted = pattern[at];
    if (wanted === "*") {
      star = at++;
      resume = from;
    } else if (wanted === "?" || sameCharacter(wanted, text[from])) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

function sameCharacter(wanted: string | undefined, got: string | undefined): boolean {
  return wanted === got || (wanted === LITERAL_STAR && got === "*") || (wanted === LITERAL_QUESTION && got === "?");
}

/**
 * Whether an ARN pattern matches an ARN. The six parts are compared one by one, so that a wildcard in one part does not match
 * across colons. Missing parts at the end of a pattern match anything, as in IAM.
 */
export function matchesArn(pattern: string, arn: string): boolean {
  const got = partsOf(arn);
  return partsOf(pattern).every((wanted, index) => matchesWildcard(wanted, got[index] ?? ""));
}

function partsOf(arn: string): string[] {
  const parts: string[] = [];
  let from = 0;
  while (parts.length < 5) {
    const colon = arn.indexOf(":", from);
    if (colon < 0) break;
    parts.push(arn.slice(from, colon));
    from = colon + 1;
  }
  parts.push(arn.slice(from));
  return parts;
}
