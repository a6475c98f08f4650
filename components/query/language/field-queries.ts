/** Words of the language that a field's name must not look like: commands, and words that are part of one. */
export const RESERVED: readonly string[] = [
  ...["fields", "filter", "stats", "sort", "limit", "parse", "display", "dedup", "pattern", "diff", "unnest", "filterindex", "anomaly"],
  ...["and", "as", "asc", "by", "desc", "in", "into", "like", "not", "or", "source", "join", "lookup", "unmask"],
];

/**
 * A field as it must stand in a query: names with characters other than a to z, digits, `@`, `_` and dots are written in backticks.
 * Source: Amazon CloudWatch Logs, "Use alias and comments in queries".
 */
export function fieldInQuery(name: string): string {
  const isWord = /^@?[A-Za-z_][\w.@]*$/.test(name);
  return isWord && !RESERVED.includes(name.toLowerCase()) ? name : `\`${name.replaceAll("`", "\\`")}\``;
}

interface Field {
  readonly name: string;
  readonly type: "number" | "text" | "other";
}

/** The query that charts a field: its average and slowest percent for a number, how often each value occurs for a text. */
export function chartFieldQuery({ name, type }: Field): string {
  const field = fieldInQuery(name);
  return type === "number" && !/^(status|code|statusCode|port|.*_?id)$/i.test(name.split(".").at(-1) ?? "")
    ? `filter ispresent(${field})\n| stats avg(${field}) as average, pct(${field}, 99) as p99 by bin(5m)`
    : `filter ispresent(${field})\n| stats count(*) as events by bin(5m), ${field}`;
}

/** The query that counts the values of a field over the whole range. */
export function topValuesQuery({ name }: Field): string {
  const field = fieldInQuery(name);
  return `filter ispresent(${field})\n| stats count(*) as events by ${field}\n| sort events desc\n| limit 20`;
}
