import { MOST_FOUND } from "#db/queries/staff/staff-search.ts";

/**
 * What a list says when the text of a search belongs to more customers or connections than a search follows. `many`: what the list has,
 * such as "connections". A filter by customer finds the others, because a search of chosen customers looks only at these.
 */
export function cutNotice(search: string, many: string, most = MOST_FOUND): string {
  const shown = shortened(search);
  // Customers themselves have no such filter.
  const other = many === "customers" ? "" : "filter by customer, or ";
  return /^[0-9]{12}$/.test(search)
    ? `More than ${most} connections have the account ${shown}. This list has only the ${many} of the first ${most}. To find the others, ${other}search for a connection’s name or ID.`
    : `“${shown}” matches more than ${most} customers or connections. This list has only the ${many} of the first ${most}. To find the others, ${other}enter more of the name, or an ID.`;
}

/** What the list of people says when more of them have a word in their name that begins with the text than it looks at. */
export function namesCutNotice(search: string, most: number): string {
  const count = most.toLocaleString("en");
  return `More than ${count} people have a name or a part of it that begins with “${shortened(search)}”. This list has only the first ${count} by name. To find the others, filter by customer, or enter more of the name, or an email address.`;
}

const shortened = (search: string) => (search.length > 40 ? `${search.slice(0, 40)}…` : search);
