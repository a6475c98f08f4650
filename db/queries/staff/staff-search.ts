import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { ConnectionMatch } from "./connection-conditions.ts";
import { findByName, firstOf, NAMED } from "./name-words.ts";
import { isOfCustomers } from "./one-of-ids.ts";

/** The most customers or connections that one search finds by its text. Of more, the page says that it has only the first. */
export const MOST_FOUND = 200;

/** External IDs, role IDs, UUIDs and email addresses are looked up as a whole; account IDs too. Other texts are the beginning of a word in a name. */
const IDENTIFIER =
  /^(?:sp-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|AROA[A-Z0-9]{12,28}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[^@\s]+@[^@\s]+)$/;
const ACCOUNT = /^[0-9]{12}$/;

/**
 * What a text belongs to. `customerIds`: those that a list is filtered by, so that a search of them finds also what a search of all leaves out;
 * empty for all.
 * @throws refusal `staff`
 */
export async function staffSearch(
  tx: Transaction,
  actor: StaffActor,
  text: string,
  customerIds: readonly string[] = [],
): Promise<ConnectionMatch> {
  const term = text.trim();
  if (ACCOUNT.test(term)) return matchById(await ofAccount(tx, term, customerIds));
  const identifier = /^[0-9a-f-]{36}$/i.test(term) || /^sp-/i.test(term) ? term.toLowerCase() : term;
  if (IDENTIFIER.test(identifier)) {
    const found = await tx.execute<{ customer_id: string; connection_id: string | null }>(
      sql`select customer_id, connection_id from find_for_staff(${actor.userId}, ${identifier}, ${sql.param([...customerIds])}::uuid[])`,
    );
    const rows = found.rows.slice(0, MOST_FOUND);
    return matchById({
      isCut: found.rows.length > MOST_FOUND,
      owners: rows.map(({ customer_id }) => customer_id),
      connectionIds: rows.flatMap(({ connection_id }) => connection_id ?? []),
      customerIds: rows.flatMap(({ customer_id, connection_id }) => (connection_id === null ? [customer_id] : [])),
    });
  }
  return matchByName(tx, term.toLowerCase(), customerIds);
}

/** The customers and connections that have a word in their name that begins with a text. */
async function matchByName(tx: Transaction, text: string, customerIds: readonly string[]): Promise<ConnectionMatch> {
  const limit = MOST_FOUND;
  const named = await findByName(tx, NAMED.customers, text, { where: isOfCustomers(sql`s.customer_id`, customerIds), limit });
  const customers = firstOf(named, limit);
  const where = sql`k.status <> 'removed' and ${isOfCustomers(sql`k.customer_id`, customerIds)}`;
  const connections = await findByName(tx, NAMED.connections, text, { where, limit });
  return {
    connectionIds: [...connections.first, ...connections.later],
    wide: connections.isFirstCut ? { nameStart: text, otherIds: connections.later } : null,
    customerIds: customers.keys,
    owners: [],
    areCustomersCut: customers.isCut,
    areConnectionsCut: connections.isLaterCut,
    // Their own list compares names itself, so it has all that begin with the text.
    ofCustomers: { customerIds: named.later, nameStart: text, isCut: named.isLaterCut },
  };
}

interface Found extends Pick<ConnectionMatch, "connectionIds" | "customerIds" | "owners"> {
  readonly isCut: boolean;
}

const matchById = ({ isCut, ...found }: Found): ConnectionMatch => ({
  ...found,
  wide: null,
  areCustomersCut: isCut,
  areConnectionsCut: isCut,
  ofCustomers: { customerIds: [...found.customerIds, ...found.owners], nameStart: null, isCut },
});

async function ofAccount(tx: Transaction, account: string, customerIds: readonly string[]): Promise<Found> {
  const found = await tx.execute<{ id: string; customer_id: string }>(
    sql`select id, customer_id from connections where account_id = ${account} and status <> 'removed' and ${isOfCustomers(sql`customer_id`, customerIds)} order by id limit ${MOST_FOUND + 1}`,
  );
  const rows = found.rows.slice(0, MOST_FOUND);
  return {
    connectionIds: rows.map(({ id }) => id),
    owners: rows.map(({ customer_id }) => customer_id),
    customerIds: [],
    isCut: found.rows.length > MOST_FOUND,
  };
}

/** The customers with a word in their name that begins with a text in lowercase, each with the number of its connections without removed ones. */
export async function staffCustomersSuggested(
  tx: Transaction,
  text: string,
  limit: number,
): Promise<readonly { readonly id: string; readonly name: string; readonly connections: number }[]> {
  const { keys } = firstOf(await findByName(tx, NAMED.customers, text, { where: sql`true`, limit }), limit);
  const { rows } = await tx.execute<{ id: string; name: string; connections: number }>(sql`
    select c.id, c.name, (select count(*) from connections k where k.customer_id = c.id and k.status <> 'removed')::int as connections
    from unnest(${sql.param([...keys])}::uuid[]) with ordinality f(id, n) join customers c on c.id = f.id order by f.n`);
  return rows;
}
