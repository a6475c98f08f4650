import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { type ConnectionMatch, startsWith } from "./staff-connections.ts";

/** The most customers whose names begin with the text of a search. */
const MOST_NAMES = 200;

/** External IDs, role IDs, UUIDs and email addresses are looked up as a whole; account IDs too. Other texts are beginnings of names. */
const IDENTIFIER =
  /^(?:sp-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|AROA[A-Z0-9]{12,28}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[^@\s]+@[^@\s]+)$/;
const ACCOUNT = /^[0-9]{12}$/;

/** What a text belongs to. @throws refusal `staff` */
export async function staffSearch(tx: Transaction, actor: StaffActor, text: string): Promise<ConnectionMatch> {
  const term = text.trim();
  if (ACCOUNT.test(term)) return { ...(await ofAccount(tx, term)), nameStart: null };
  const identifier = /^[0-9a-f-]{36}$/i.test(term) || /^sp-/i.test(term) ? term.toLowerCase() : term;
  if (IDENTIFIER.test(identifier)) {
    const { rows } = await tx.execute<{ customer_id: string; connection_id: string | null }>(
      sql`select customer_id, connection_id from find_for_staff(${actor.userId}, ${identifier})`,
    );
    return {
      owners: rows.map(({ customer_id }) => customer_id),
      connectionIds: rows.flatMap(({ connection_id }) => connection_id ?? []),
      customerIds: rows.flatMap(({ customer_id, connection_id }) => (connection_id === null ? [customer_id] : [])),
      nameStart: null,
    };
  }
  const nameStart = term.toLowerCase();
  return {
    connectionIds: [],
    owners: [],
    customerIds: (await staffCustomersNamed(tx, nameStart, MOST_NAMES)).map(({ id }) => id),
    nameStart,
  };
}

async function ofAccount(tx: Transaction, account: string): Promise<Pick<ConnectionMatch, "connectionIds" | "customerIds" | "owners">> {
  const { rows } = await tx.execute<{ id: string; customer_id: string }>(
    sql`select id, customer_id from connections where account_id = ${account} and status <> 'removed' limit ${MOST_NAMES}`,
  );
  return { connectionIds: rows.map(({ id }) => id), owners: rows.map(({ customer_id }) => customer_id), customerIds: [] };
}

/** The customers whose names begin with this text in lowercase, in alphabetical order. */
export async function staffCustomersNamed(
  tx: Transaction,
  nameStart: string,
  limit: number,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const { rows } = await tx.execute<{ id: string; name: string }>(
    sql`select c.id, c.name from (select s.customer_id, s.sort_name from customer_summaries s where ${startsWith(sql`s.sort_name`, nameStart)}
      order by s.sort_name, s.customer_id limit ${limit}) s join customers c on c.id = s.customer_id order by s.sort_name, s.customer_id`,
  );
  return rows;
}
