/** Maximum length of a pattern in FilterLogEvents, in characters. */
export const MAX_PATTERN_LENGTH = 1024;

/**
 * A certain syntax error of a filter pattern as a sentence, shown while typing; null when none is found. AWS makes the
 * final decision. Source: CloudWatch Logs user guide, "Filter pattern syntax".
 */
export function checkPattern(pattern: string): string | null {
  const text = pattern.trim();
  if (text === "") return null;
  if (text.length > MAX_PATTERN_LENGTH)
    return `A filter pattern can have up to ${MAX_PATTERN_LENGTH} characters; this one has ${text.length}.`;
  if (text.startsWith("%"))
    return text.length > 1 && text.endsWith("%") ? null : "Unterminated regular expression: put % before and after it.";
  const bare = withoutQuoted(text);
  if (bare === null) return 'Unterminated string: add the closing double quote (").';
  if (text.startsWith("{")) return checkSelector(bare);
  if (text.startsWith("[")) return bare.endsWith("]") ? null : "Missing ] at the end of the pattern.";
  const term = bare.split(/\s+/).find((word) => /[^\w\-?%.:/#@"]/.test(word.replace(/^[-?]/, "")));
  if (term === undefined) return null;
  const [, field, value] = /^([\w.]+)=+([\w.-]+)$/.exec(term) ?? [];
  const orField =
    field === undefined ? "" : ` To match a JSON field, use { $.${field} = ${Number.isNaN(Number(value)) ? `"${value}"` : value} }.`;
  return `Put terms with punctuation in double quotes: "${term.replaceAll('"', "")}".${orField}`;
}

/** The text with every quoted phrase replaced by `""`; null when a quote is not closed. */
function withoutQuoted(text: string): string | null {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return bare.replaceAll('""', "").includes('"') ? null : bare;
}

function checkSelector(bare: string): string | null {
  if (!bare.endsWith("}")) return "Missing } at the end of the JSON pattern.";
  const inside = bare.slice(1, -1).trim();
  const depth = [...inside].reduce((open, sign) => (open < 0 ? open : open + (sign === "(" ? 1 : sign === ")" ? -1 : 0)), 0);
  if (depth !== 0) return "Unbalanced parenthesis.";
  for (const test of inside.split(/&&|\|\|/)) {
    const plain = test.replaceAll(/^[\s(]+|[\s)]+$/g, "");
    if (!/^\$[.[]/.test(plain)) return "Each condition starts with a field, such as $.level.";
    if (/==/.test(plain)) return "Use = instead of ==.";
    if (!/(!=|<=|>=|=|<|>)\s*\S|\b(IS|NOT\s+EXISTS)\b/i.test(plain)) return 'Each condition needs a comparison, such as $.level = "error".';
  }
  return null;
}
