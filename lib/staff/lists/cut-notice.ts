import type { ConnectionMatch, CustomerMatch } from "#db/queries/staff/connection-conditions.ts";
import { MOST_FOUND } from "#db/queries/staff/staff-search.ts";

/**
 * What a list of connections or of their alerts says when a search belongs to more customers or connections than it follows, else null. The
 * list compares the beginnings of connections' names itself, so it has all of those.
 */
export function connectionsNotice(search: string, many: "connections" | "alerts", match: ConnectionMatch | null): string | null {
  if (match === null || match.ofCustomers.nameStart === null) return match?.areConnectionsCut ? idNotice(search, many, MOST_FOUND) : null;
  return nameNotice(many, [
    ...(match.areCustomersCut ? [firstOnly(search, many, "customer", MOST_FOUND)] : []),
    ...(match.areConnectionsCut ? [laterWords(search, "connections")] : []),
  ]);
}

/** What the list of customers says; it compares the beginnings of their names itself. */
export function customersNotice(search: string, match: CustomerMatch | null): string | null {
  if (!match?.isCut) return null;
  return match.nameStart === null ? idNotice(search, "customers", MOST_FOUND) : nameNotice("customers", [laterWords(search, "customers")]);
}

/**
 * What a list says that looks only at the first customers or connections that a search finds, such as that of verifications.
 * @param cut those of which there are more
 */
export function firstNotice(
  search: string,
  many: "events" | "people" | "verifications",
  cut: readonly ("customer" | "connection")[],
  { ofCustomers, most = MOST_FOUND }: Pick<ConnectionMatch, "ofCustomers"> & { readonly most?: number },
): string | null {
  if (cut.length === 0) return null;
  if (ofCustomers.nameStart === null) return idNotice(search, many, most);
  return nameNotice(
    many,
    cut.map((by) => firstOnly(search, many, by, most)),
  );
}

/** What the list of people says when more of them have a word in their name that begins with the text than it looks at. */
export function namesCutNotice(search: string, most: number): string {
  const count = most.toLocaleString("en");
  return `More than ${count} people have a word in their name that begins with “${shortened(search)}”. Of these people, the list shows only the first ${count}. To find the others, filter by customer, or enter more of the name, or an email address.`;
}

function idNotice(search: string, many: string, most: number): string {
  const shown = shortened(search);
  return /^[0-9]{12}$/.test(search)
    ? `More than ${most} connections have the account ${shown}. The list shows only the ${many} of the first ${most}. To find the others, ${otherWay(many)}search for a connection’s name or ID.`
    : `“${shown}” matches more than ${most} customers or connections. The list shows only the ${many} of the first ${most}. To find the others, ${otherWay(many)}enter more of the name, or an ID.`;
}

function nameNotice(many: string, sentences: readonly string[]): string | null {
  if (sentences.length === 0) return null;
  return `${sentences.join(" ")} To find the others, ${otherWay(many)}enter more of the name, or an ID.`;
}

function firstOnly(search: string, many: string, by: "customer" | "connection", most: number): string {
  return `More than ${most} ${by}s have a word in their name that begins with “${shortened(search)}”. Of these ${by}s, the list shows only the ${many} of the first ${most}.`;
}

/** "May", because the names that were not looked at can all begin with the text as well, and are then in the list. */
function laterWords(search: string, named: "customers" | "connections"): string {
  const text = `“${shortened(search)}”`;
  return `Too many names of ${named} match ${text}. The list is complete for names that begin with ${text}, but may omit names in which ${text} begins a later word.`;
}

/** A search of chosen customers looks only at these. Customers themselves have no such filter. */
const otherWay = (many: string) => (many === "customers" ? "" : "filter by customer, or ");

const shortened = (search: string) => (search.length > 40 ? `${search.slice(0, 40)}…` : search);
