import type { AuditAttributes } from "#lib/audit/record-audit.ts";
import type { ListQuery } from "#lib/lists/shared/list-query.ts";

/** The prefixes of the attributes that have the one value of a filter, or how many values it had. */
const [VALUE, COUNT] = ["filter_", "filters_"];
/** What an audit attribute may be: an ID, a word, a number, or the name of a Region. */
const SAFE = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z][a-z_-]{0,39}|[0-9]{1,9}|[a-z]{2}(?:-[a-z]+)+-[0-9]{1,2})$/;

/**
 * What an export was limited to, for the audit log: the value of each filter, or how many values it had, and whether a text was searched. The
 * text itself may be an email address, which the audit log never holds.
 */
export function exportedFilter({ search, filters }: ListQuery): AuditAttributes {
  const chosen = Object.entries(filters).filter(([, values]) => values.length > 0);
  return {
    ...Object.fromEntries(chosen.map(([name, values]) => auditedFilter(name, values))),
    ...(search !== "" && { searched: "yes" }),
  };
}

/** Staff type tags, and the audit log holds no text that somebody typed. */
function auditedFilter(name: string, values: readonly string[]): readonly [string, string] {
  // "staff:ID", "run.closed" and "2026-12-01" in the form of audit attributes.
  const first = (values[0] ?? "")
    .replace(/^(?:user|staff|system):/, "")
    .replaceAll(".", "-")
    .replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$1$2$3");
  return name !== "tag" && values.length === 1 && SAFE.test(first)
    ? [`${VALUE}${name}`, first]
    : [`${COUNT}${name}`, String(values.length)];
}

/** The same for a person: "filtered by status and Region, searched"; empty if the whole list was exported. */
export function exportedFilterText(attributes: Readonly<Record<string, string | number>>): string {
  const names = Object.keys(attributes)
    .flatMap((key) => [VALUE, COUNT].filter((prefix) => key.startsWith(prefix)).map((prefix) => key.slice(prefix.length)))
    .map((name) => name.replaceAll("_", " "))
    .toSorted();
  const filtered = names.length === 0 ? [] : [`filtered by ${new Intl.ListFormat("en-GB").format(names)}`];
  return [...filtered, ...("searched" in attributes ? ["searched"] : [])].join(", ");
}
