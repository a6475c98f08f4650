import { fail, ok, type Result } from "#kernel/result.ts";
import type { LogSearch } from "#lib/logs/shared/log-view.ts";

/** The search for one page of a log group of the Infrequent Access class: its bounds are in milliseconds, both inclusive. */
export type QueriedPage = Pick<LogSearch, "pattern" | "streams"> & {
  readonly from: number;
  readonly to: number;
  readonly newestFirst: boolean;
  readonly limit: number;
};

/**
 * Converts a search to a Logs Insights query. AWS takes the times of a query in whole seconds, so the milliseconds are in the query
 * itself. Terms, phrases, `-without` and `?either` are translated; JSON and column patterns have no equivalent.
 */
export function insightsQuery({ pattern, streams, from, to, newestFirst, limit }: QueriedPage): Result<string> {
  const terms = termsOf(pattern);
  if (terms === null) {
    const sentence =
      "Log groups of the Infrequent Access class or the Essentials class support only terms and phrases, not { … }, [ … ], or % … %.";
    return fail("invalid", sentence, { fields: { pattern: sentence } });
  }
  const filters = [
    `toMillis(@timestamp) >= ${from} and toMillis(@timestamp) <= ${to}`,
    ...(streams ? [`@logStream in [${streams.map(quoted).join(", ")}]`] : []),
    ...conditions(terms),
  ];
  return ok(
    [
      "fields @timestamp, @ingestionTime, @logStream, @message, @ptr",
      ...filters.map((filter) => `filter ${filter}`),
      `sort @timestamp ${newestFirst ? "desc" : "asc"}`,
      `limit ${limit}`,
    ].join(" | "),
  );
}

interface Term {
  readonly sign: "" | "-" | "?";
  readonly text: string;
}

/** Source: CloudWatch Logs, filter pattern syntax for unstructured log events. */
const TERM = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"{}[\]%]+))/y;

function termsOf(pattern: string): readonly Term[] | null {
  const text = pattern.trim();
  const terms: Term[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < text.length) {
    const [, sign = "", phrase, word] = TERM.exec(text) ?? [];
    const found = phrase?.replace(/\\(.)/g, "$1") ?? word;
    if (found === undefined) return null;
    terms.push({ sign: sign as Term["sign"], text: found });
  }
  return terms;
}

/** All plain terms must match and no excluded one; terms with `?` count only when there are no other terms. */
function conditions(terms: readonly Term[]): string[] {
  const of = (sign: Term["sign"]) => terms.filter((term) => term.sign === sign).map(({ text }) => quoted(text));
  const required = of("");
  const optional = of("?");
  return [
    ...required.map((word) => `@message like ${word}`),
    ...of("-").map((word) => `@message not like ${word}`),
    ...(optional.length > 0 && optional.length === terms.length ? [optional.map((word) => `@message like ${word}`).join(" or ")] : []),
  ];
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
