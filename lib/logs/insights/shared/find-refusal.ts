/**
 * White space and comments, which may be between any two words of a query. Source: CloudWatch Logs user guide, "Logs Insights
 * language query syntax".
 */
export const GAP = String.raw`(?:\s|#[^\n]*(?:\n|$))*`;
/** Where a command can begin: the start of the query, after a pipe, and in the parentheses of a subquery. */
const STARTS = "(?:^|[|(])";
/** Words after which `source` or `join` is the name of a field. */
const OPERATOR_WORDS = "(?:in|like|not|and|or|as|asc|desc)\\b";

/**
 * SOURCE with what it names. At the start of a command it needs no more; in parentheses, `(source = "x")` is a field. This reads
 * texts and comments as if they were commands: an unusual text is refused, but no quotes can hide a command.
 */
const SOURCE = new RegExp(`${STARTS}${GAP}(?<word>source)\\b${GAP}(?!${OPERATOR_WORDS})(?:["'\`[@(]|/?[\\p{L}\\p{N}_])`, "diu");
const JOIN = new RegExp(`[|]${GAP}(?<word>join)\\b${GAP}(?!${OPERATOR_WORDS})[\\p{L}\\p{N}_("'\`]`, "diu");
const UNMASK = new RegExp(`(?<![\\p{L}\\p{N}_.@])(?<word>unmask)${GAP}\\(|[|]${GAP}(?<command>unmask)\\b`, "diu");
const SELECTS = new RegExp(`(?<![\\p{L}\\p{N}_.@])(?<word>logGroups|dataSource)${GAP}\\(`, "diu");
/** Control characters other than line breaks and tabs, which AWS and this check could read differently. */
const CONTROL = /(?<word>[^\P{Cc}\n\r\t])/du;

const REFUSED: readonly (readonly [pattern: RegExp, sentence: string])[] = [
  [CONTROL, "A query can’t contain control characters."],
  [
    SOURCE,
    "This query names log groups with SOURCE. Choose the log groups above the query instead: the portal reads only log groups in the scope of the connection.",
  ],
  [JOIN, "This query joins another log group. The portal runs queries without join, because it reads only the log groups that you chose."],
  [
    SELECTS,
    "This query selects log groups itself. Choose them above the query instead: the portal reads only log groups in the scope of the connection.",
  ],
  [UNMASK, "The portal never shows masked data, so a query can’t use unmask."],
];

/** Why the portal runs no such query, and the place of the word that is the reason. */
export interface Refusal {
  readonly sentence: string;
  /** Positions in the text, the end exclusive. */
  readonly at: { readonly start: number; readonly end: number };
}

/**
 * Finds what makes a query one that the portal does not run: it names log groups itself (`SOURCE`, `join`, subqueries) or reveals
 * masked data (`unmask`). Undefined for every other text: AWS is the one that parses queries.
 */
export function findRefusal(text: string): Refusal | undefined {
  for (const [pattern, sentence] of REFUSED) {
    const found = pattern.exec(text)?.indices?.groups;
    if (found === undefined) continue;
    const [start, end] = found["word"] ?? found["command"] ?? [0, 0];
    return { sentence, at: { start, end } };
  }
  return undefined;
}
