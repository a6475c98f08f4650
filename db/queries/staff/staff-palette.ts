import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { STATUS_WITH_CUSTOMER } from "#db/queries/verification-age.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { ConnectionMatch } from "./connection-conditions.ts";

/** A connection that the palette shows to staff. `status` is as displayed. */
export interface StaffPaletteConnection {
  readonly id: string;
  readonly name: string;
  readonly accountId: string | null;
  readonly customerName: string;
  readonly status: ConnectionStatus;
}

/** Connections of other customers than the first ones that a search found are not looked at. */
const MOST_CUSTOMERS = 5;

/** The connections that a search found, at most `limit` each way: themselves, then by customer, both in the order in which they were found. */
export async function staffPaletteConnections(
  tx: Transaction,
  { connectionIds, customerIds }: Pick<ConnectionMatch, "connectionIds" | "customerIds">,
  limit: number,
): Promise<readonly StaffPaletteConnection[]> {
  const { rows } = await tx.execute<Record<string, unknown> & StaffPaletteConnection>(sql`
    with found (id, place, n) as (
      (select k.id, 0, f.n from unnest(${sql.param([...connectionIds])}::uuid[]) with ordinality f(id, n)
        join connections k on k.id = f.id where k.status <> 'removed' order by f.n limit ${limit})
      union all (select n.id, 1, u.n from unnest(${sql.param(customerIds.slice(0, MOST_CUSTOMERS))}::uuid[]) with ordinality u(customer_id, n),
        lateral (select k.id from connections k where k.customer_id = u.customer_id and k.status <> 'removed' order by k.id limit ${limit}) n))
    select k.id, k.name, k.account_id as "accountId", c.name as "customerName",
      ${STATUS_WITH_CUSTOMER} as status
    from (select distinct on (id) id, place, n from found order by id, place, n) f
    join connections k on k.id = f.id join customers c on c.id = k.customer_id
    order by f.place, f.n, lower(k.name), k.id limit ${limit}`);
  return rows;
}

/** A view of a list that this person sees. */
export interface StaffPaletteView {
  readonly id: string;
  readonly list: string;
  readonly name: string;
  readonly params: string;
}

/** The person's own views and the shared ones that have every word in their name, of all lists. */
export async function staffPaletteViews(tx: Transaction, words: readonly string[], limit: number): Promise<readonly StaffPaletteView[]> {
  const { rows } = await tx.execute<Record<string, unknown> & StaffPaletteView>(sql`
    select id, list, name, params from staff_views
    where not exists (select from unnest(${sql.param([...words])}::text[]) w where strpos(lower(name), w) = 0)
    order by lower(name), id limit ${limit}`);
  return rows;
}
