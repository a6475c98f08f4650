import { type Failure, fail } from "#kernel/result.ts";

/**
 * White space and comments, which may be between any two words of a query. Source: CloudWatch Logs user guide, "Logs Insights
 * language query syntax".
 */
const GAP = String.raw`(?:\s|#[^\n]*(?:\n|$))*`;
/** Where a command can begin: the start of the query, after a pipe, and in the parentheses of a subquery. */
const STARTS = "(?:^|[|(])";
/** Words after which `source` or `join` is the name of a field. */
const OPERATOR_WORDS = "(?:in|like|not|and|or|as|asc|desc)\\b";

/**
 * SOURCE with what it names. At the start of a command it needs no more; in parentheses, `(source = "x")` is a field. This reads
 * texts and comments as if they were commands: an unusual text is refused, but no quotes can hide a command.
 */
const SOURCE = new RegExp(`${STARTS}${GAP}source\\b${GAP}(?!${OPERATOR_WORDS})(?:["'\`[@(]|/?[\\p{L}\\p{N}_])`, "iu");
const JOIN = new RegExp(`[|]${GAP}join\\b${GAP}(?!${OPERATOR_WORDS})[\\p{L}\\p{N}_("'\`]`, "iu");
const UNMASK = new RegExp(`(?<![\\p{L}\\p{N}_.@])unmask${GAP}\\(|[|]${GAP}unmask\\b`, "iu");
const SELECTS = new RegExp(`(?<![\\p{L}\\p{N}_.@])(?:logGroups|dataSource)${GAP}\\(`, "iu");
/** Control characters other than line breaks and tabs, which AWS and this check could read differently. */
const CONTROL = /[^\P{Cc}\n\r\t]/u;

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

/**
 * The failure for a query that names log groups itself (`SOURCE`, `join`, subqueries) or reveals masked data (`unmask`);
 * undefined for every other text. AWS is the one that parses queries.
 */
export function refuseQueryText(text: string): Failure | undefined {
  const sentence = REFUSED.find(([pattern]) => pattern.test(text))?.[1];
  return sentence === undefined ? undefined : fail("invalid", sentence, { fields: { text: sentence } });
}

/** Source: CloudWatch Logs user guide, "Logs Insights language query syntax": commands that the Infrequent Access class doesn't support. */
const ONLY_STANDARD = ["pattern", "diff", "filterIndex", "anomaly"] as const;

/** The commands of a query that AWS doesn't run on log groups of the Infrequent Access class. */
export function commandsOfStandardClass(text: string): readonly string[] {
  return ONLY_STANDARD.filter((command) => new RegExp(`(?:^|[|])${GAP}${command}\\b`, "iu").test(text));
}
