import { rangeText, readRange, type TimeRange } from "#components/logs/time/time-range.ts";
import { LONGEST_QUERY, MOST_GROUPS } from "#lib/logs/insights/shared/query-limits.ts";

/** What the query page shows, as stored in its URL. */
export interface QueryAddress {
  readonly region: string;
  readonly groups: readonly string[];
  readonly range: TimeRange;
  readonly text: string;
}

/** What an empty page begins with. */
export const FIRST_QUERY = "fields @timestamp, @message\n| sort @timestamp desc\n| limit 100";

const GROUP = /^[.\-_/#A-Za-z0-9]{1,512}$/;

/**
 * Parses the URL's parameters. A Region that the connection does not have becomes its first Region. The query itself is in the fragment;
 * `query` is where links of earlier releases have it.
 */
export function readQueryAddress(words: Readonly<Record<string, string>>, regions: readonly string[]): QueryAddress {
  return {
    region: regions.find((name) => name === words["region"]) ?? regions[0] ?? "",
    groups: [...new Set((words["groups"] ?? "").split("*").filter((name) => GROUP.test(name)))].slice(0, MOST_GROUPS),
    range: readRange(words["range"]),
    text: (words["query"] ?? FIRST_QUERY).slice(0, LONGEST_QUERY),
  };
}

/** The page without its query as URL parameters. Log groups are joined with an asterisk, which no name can contain. */
export function queryWords({ region, groups, range }: Omit<QueryAddress, "text">): Record<string, string> {
  return {
    region,
    ...(groups.length > 0 && { groups: groups.join("*") }),
    range: rangeText(range),
  };
}

/** The fragment of the page's own URL with a query. */
export const plainFragment = (text: string): string => `#query=${encodeURIComponent(text.toWellFormed())}`;

/**
 * The page with its query in the fragment, which browsers send to no server, so that a query is in no log and can have any length.
 * @param resultId the result that the link opens, by the portal's ID of its query
 * @param chart how the chart is drawn; undefined for the automatic chart
 */
export function queryHref(connectionId: string, at: QueryAddress, resultId: string | null = null, chart?: string): string {
  const fragment = at.text === FIRST_QUERY ? "" : plainFragment(at.text);
  const words = new URLSearchParams({
    ...queryWords(at),
    ...(resultId !== null && { result: resultId }),
    ...(chart !== undefined && { chart }),
  });
  return `/connections/${connectionId}/query?${words}${fragment}`;
}

/**
 * A filter pattern of the log page as the query that finds the same events: terms and phrases must be in the message, and must not
 * with a minus. Other patterns have no equivalent and become a comment.
 */
export function queryOfPattern(pattern: string): string {
  if (pattern.trim() === "") return FIRST_QUERY;
  const filter = filterOfPattern(pattern);
  return filter.startsWith("#") ? `${filter}${FIRST_QUERY}` : `fields @timestamp, @message\n| ${filter}sort @timestamp desc\n| limit 100`;
}

/** The beginning of a query that reads the events of a filter pattern, to which its first command is added; a comment as above. */
export function filterOfPattern(pattern: string): string {
  const words = [...pattern.trim().matchAll(/(-?)(?:"((?:[^"\\]|\\.)*)"|([^\s"{}[\]%?]+))(?=\s|$)/g)];
  const said = words.map(([all]) => all).join(" ");
  if (said !== pattern.trim().replace(/\s+/g, " ")) return `# ${pattern.replaceAll("\n", " ")}\n`;
  const conditions = words.map(([, minus, phrase, word]) => {
    const text = JSON.stringify(phrase?.replace(/\\(.)/g, "$1") ?? word ?? "");
    return `@message ${minus === "-" ? "not like" : "like"} ${text}`;
  });
  return conditions.length === 0 ? "" : `filter ${conditions.join(" and ")}\n| `;
}
