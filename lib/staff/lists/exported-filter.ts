import { type AuditAttributes, contentDigest } from "#lib/audit/record-audit.ts";
import type { ListQuery } from "#lib/lists/shared/list-query.ts";

/** The prefix of the attributes that name a filter. */
const FILTER = "filter_";
/** What an audit attribute may be: an ID, a word, a number, or the name of a Region. */
const SAFE = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z][a-z_-]{0,39}|[0-9]{1,9}|[a-z]{2}(?:-[a-z]+)+-[0-9]{1,2})$/;

/**
 * What an export was limited to, for the audit log: the value of each filter, or how many values it had, and the SHA-256 of the text that was
 * searched. The text itself may be an email address, which the audit log never holds; a person who knows a text can confirm it
 * (`printf '"TEXT"' | sha256sum`).
 */
export function exportedFilter({ search, filters }: ListQuery): AuditAttributes {
  const chosen = Object.entries(filters).filter(([, values]) => values.length > 0);
  return {
    ...Object.fromEntries(chosen.map(([name, values]) => [`${FILTER}${name}`, auditedValue(name, values)])),
    ...(search !== "" && { searched: contentDigest(search) }),
  };
}

/** Staff type tags, and the audit log holds no text that somebody typed. */
function auditedValue(name: string, values: readonly string[]): string {
  const [first = ""] = values;
  return name !== "tag" && values.length === 1 && SAFE.test(first) ? first : String(values.length);
}

/** The same for a person: "filtered by status and Region, searched"; empty if the whole list was exported. */
export function exportedFilterText(attributes: Readonly<Record<string, string | number>>): string {
  const names = Object.keys(attributes)
    .filter((key) => key.startsWith(FILTER))
    .map((key) => key.slice(FILTER.length).replaceAll("_", " "))
    .toSorted();
  const filtered = names.length === 0 ? [] : [`filtered by ${new Intl.ListFormat("en-GB").format(names)}`];
  return [...filtered, ...("searched" in attributes ? ["searched"] : [])].join(", ");
}
