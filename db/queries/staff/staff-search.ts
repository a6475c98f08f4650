import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { type ConnectionMatch, startsWith } from "./staff-connections.ts";

/** The most customers or connections that one search finds by its text. Of more, the page says that it has only the first. */
export const MOST_FOUND = 200;

/** External IDs, role IDs, UUIDs and email addresses are looked up as a whole; account IDs too. Other texts are beginnings of names. */
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
  if (ACCOUNT.test(term)) return { ...(await ofAccount(tx, term, customerIds)), nameStart: null };
  const identifier = /^[0-9a-f-]{36}$/i.test(term) || /^sp-/i.test(term) ? term.toLowerCase() : term;
  if (IDENTIFIER.test(identifier)) {
    const found = await tx.execute<{ customer_id: string; connection_id: string | null }>(
      sql`select customer_id, connection_id from find_for_staff(${actor.userId}, ${identifier}, ${sql.param([...customerIds])}::uuid[])`,
    );
    const rows = found.rows.slice(0, MOST_FOUND);
    return {
      isCut: found.rows.length > MOST_FOUND,
      owners: rows.map(({ customer_id }) => customer_id),
      connectionIds: rows.flatMap(({ connection_id }) => connection_id ?? []),
      customerIds: rows.flatMap(({ customer_id, connection_id }) => (connection_id === null ? [customer_id] : [])),
      nameStart: null,
    };
  }
  const nameStart = term.toLowerCase();
  const customers = await staffCustomersNamed(tx, nameStart, MOST_FOUND + 1, customerIds);
  return {
    connectionIds: [],
    owners: [],
    customerIds: customers.slice(0, MOST_FOUND).map(({ id }) => id),
    nameStart,
    isCut: customers.length > MOST_FOUND,
  };
}

const isOf = (customerId: SQL, customerIds: readonly string[]): SQL =>
  customerIds.length === 0 ? sql`true` : sql`${customerId} = any(${sql.param([...customerIds])}::uuid[])`;

async function ofAccount(tx: Transaction, account: string, customerIds: readonly string[]): Promise<Omit<ConnectionMatch, "nameStart">> {
  const found = await tx.execute<{ id: string; customer_id: string }>(
    sql`select id, customer_id from connections where account_id = ${account} and status <> 'removed' and ${isOf(sql`customer_id`, customerIds)} order by id limit ${MOST_FOUND + 1}`,
  );
  const rows = found.rows.slice(0, MOST_FOUND);
  return {
    connectionIds: rows.map(({ id }) => id),
    owners: rows.map(({ customer_id }) => customer_id),
    customerIds: [],
    isCut: found.rows.length > MOST_FOUND,
  };
}

/** The connections of some customers, or of all, whose names begin with this text in lowercase, in alphabetical order, without removed ones. */
export async function staffConnectionsNamed(
  tx: Transaction,
  nameStart: string,
  limit: number,
  customerIds: readonly string[],
): Promise<readonly { readonly id: string; readonly customerId: string }[]> {
  const { rows } = await tx.execute<{ id: string; customer_id: string }>(
    sql`select k.id, k.customer_id from connections k where ${startsWith(sql`lower(k.name) collate "C"`, nameStart)} and k.status <> 'removed'
      and ${isOf(sql`k.customer_id`, customerIds)} order by lower(k.name) collate "C", k.id limit ${limit}`,
  );
  return rows.map(({ id, customer_id }) => ({ id, customerId: customer_id }));
}

/** The customers, of some or of all, whose names begin with this text in lowercase, in alphabetical order. */
async function staffCustomersNamed(
  tx: Transaction,
  nameStart: string,
  limit: number,
  customerIds: readonly string[],
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const { rows } = await tx.execute<{ id: string; name: string }>(
    sql`select c.id, c.name from (select s.customer_id, s.sort_name from customer_summaries s where ${startsWith(sql`s.sort_name`, nameStart)}
      and ${isOf(sql`s.customer_id`, customerIds)} order by s.sort_name, s.customer_id limit ${limit}) s join customers c on c.id = s.customer_id order by s.sort_name, s.customer_id`,
  );
  return rows;
}

/** The customers whose names begin with this text, each with the number of its connections without removed ones. */
export async function staffCustomersSuggested(
  tx: Transaction,
  nameStart: string,
  limit: number,
): Promise<readonly { readonly id: string; readonly name: string; readonly connections: number }[]> {
  const named = await staffCustomersNamed(tx, nameStart, limit, []);
  const { rows } = await tx.execute<{ customer_id: string; connections: number }>(
    sql`select customer_id, count(*)::int as connections from connections
      where customer_id = any(${sql.param(named.map(({ id }) => id))}::uuid[]) and status <> 'removed' group by customer_id`,
  );
  const counts = new Map(rows.map(({ customer_id, connections }) => [customer_id, connections]));
  return named.map((customer) => ({ ...customer, connections: counts.get(customer.id) ?? 0 }));
}
