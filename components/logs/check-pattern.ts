/** FilterLogEvents takes no longer pattern. */
const LONGEST = 1024;

/**
 * What is surely wrong with a filter pattern, as a sentence, while it is being typed; null when nothing is. AWS alone judges:
 * this only tells early. Source: CloudWatch Logs user guide, "Filter pattern syntax".
 */
export function checkPattern(pattern: string): string | null {
  const text = pattern.trim();
  if (text === "") return null;
  if (text.length > LONGEST) return `A filter pattern has at most ${LONGEST} characters; this one has ${text.length}.`;
  if (text.startsWith("%")) return text.length > 1 && text.endsWith("%") ? null : "A regular expression stands between two % signs.";
  const bare = withoutQuoted(text);
  if (bare === null) return 'A double quote (") is not closed.';
  if (text.startsWith("{")) return checkSelector(bare);
  if (text.startsWith("[")) return bare.endsWith("]") ? null : "A pattern for columns ends with ].";
  const term = bare.split(/\s+/).find((word) => /[^\w\-?%.:/#@"]/.test(word.replace(/^[-?]/, "")));
  if (term === undefined) return null;
  const [, field, value] = /^([\w.]+)=+([\w.-]+)$/.exec(term) ?? [];
  const orField =
    field === undefined ? "" : ` A field of JSON is asked for so: { $.${field} = ${Number.isNaN(Number(value)) ? `"${value}"` : value} }.`;
  return `Put words with punctuation in double quotes: "${term.replaceAll('"', "")}".${orField}`;
}

/** The text with every quoted phrase as `""`; null when one is not closed. */
function withoutQuoted(text: string): string | null {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return bare.replaceAll('""', "").includes('"') ? null : bare;
}

function checkSelector(bare: string): string | null {
  if (!bare.endsWith("}")) return "A JSON pattern ends with }.";
  const inside = bare.slice(1, -1).trim();
  const depth = [...inside].reduce((open, sign) => (open < 0 ? open : open + (sign === "(" ? 1 : sign === ")" ? -1 : 0)), 0);
  if (depth !== 0) return "A round bracket has no partner.";
  for (const test of inside.split(/&&|\|\|/)) {
    const plain = test.replaceAll(/^[\s(]+|[\s)]+$/g, "");
    if (!/^\$[.[]/.test(plain)) return "Each test begins with a field, such as $.level.";
    if (/==/.test(plain)) return "Equal is one =, not ==.";
    if (!/(!=|<=|>=|=|<|>)\s*\S|\b(IS|NOT\s+EXISTS)\b/i.test(plain)) return 'Each test compares its field, such as $.level = "error".';
  }
  return null;
}
