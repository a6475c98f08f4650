import { MOST_FOUND } from "#db/queries/staff/staff-search.ts";

/**
 * What a list says when the text of a search belongs to more customers or connections than a search follows. `many`: what the list has,
 * such as "connections".
 */
export function cutNotice(search: string, many: string, most = MOST_FOUND): string {
  const shown = search.length > 40 ? `${search.slice(0, 40)}…` : search;
  return /^[0-9]{12}$/.test(search)
    ? `More than ${most} connections have the account ${shown}. This list has only the ${many} of the first ${most}. Search for a connection’s name or ID to find the others.`
    : `“${shown}” matches more than ${most} customers or connections. This list has only the ${many} of the first ${most}. Enter more of the name, or an ID.`;
}
