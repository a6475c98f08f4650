/** Stand for a literal `*` and `?` inside a pattern: what a policy variable was replaced by is never a wildcard. */
const LITERAL_STAR = "\uE000";
const LITERAL_QUESTION = "\uE001";

/** Text to be put into a pattern as itself. */
export function asLiteral(text: string): string {
  return text.replaceAll("*", LITERAL_STAR).replaceAll("?", LITERAL_QUESTION);
}

/** The text that a pattern without wildcards names. */
export function literalOf(pattern: string): string {
  return pattern.replaceAll(LITERAL_STAR, "*").replaceAll(LITERAL_QUESTION, "?");
}

/** Whether `*` (any run) and `?` (any one character) of the pattern cover the whole text. Linear but for the last `*`. */
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
 * Whether an ARN pattern covers an ARN: the six parts one by one, so that a wildcard in the account cannot swallow the
 * resource. A pattern with fewer parts is completed with `*`, as IAM does.
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
