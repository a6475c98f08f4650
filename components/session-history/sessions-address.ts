import type { RoleSessionsFilter } from "#lib/session-history/shared/role-sessions-view.ts";

export const NO_FILTER: RoleSessionsFilter = { connection: "", from: "", to: "", find: "" };

/** The URL path of a filtered list; `below` is the start of an older page. */
export function addressOf(filter: RoleSessionsFilter, below: string | null = null): string {
  const query = queryOf(filter);
  if (below !== null) query.set("below", below);
  return query.size === 0 ? "/security" : `/security?${query}`;
}

/** The URL path of the filtered list as a file. */
export function fileAddressOf(filter: RoleSessionsFilter, format: "csv" | "json"): string {
  const query = queryOf(filter);
  query.set("format", format);
  return `/api/role-sessions?${query}`;
}

function queryOf(filter: RoleSessionsFilter): URLSearchParams {
  return new URLSearchParams(
    Object.entries(filter)
      .map(([name, value]): [string, string] => [name, value.trim().toLowerCase()])
      .filter(([, value]) => value !== ""),
  );
}

/** Whether a text is empty, a session name or a request ID, which are what the list can be searched for. */
export function isFindable(text: string): boolean {
  return /^(|sp-[a-z2-7]{20}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(text.trim().toLowerCase());
}

/** Whether a field contains a complete date or nothing. */
export function isDayOrNone(text: string): boolean {
  if (text === "") return true;
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}
