import { eq, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { customers } from "#db/schema/customers.ts";
import type { CustomerId } from "#kernel/ids.ts";
import type { InvitationHash } from "#kernel/people/invitation-token.ts";

/** Creates a customer with an open invitation for each person, the first as owner; audited as `system:cli`, without emails. Returns the customer's ID. */
export async function customersAdd(
  tx: Transaction,
  name: string,
  people: readonly { readonly email: string; readonly id: string; readonly hash: InvitationHash }[],
): Promise<string> {
  const list = (values: readonly string[]) => sql.param([...values]);
  const { rows } = await tx.execute<{ id: string }>(
    sql`select cli_add_customer(${name}, ${list(people.map(({ email }) => email))}::text[], ${list(people.map(({ id }) => id))}::uuid[], ${list(people.map(({ hash }) => hash))}::text[]) as id`,
  );
  return rows[0]?.id ?? "";
}

/** A customer's name; null if the requester may see no customer with that ID. */
export async function customersName(tx: Transaction, customerId: CustomerId): Promise<string | null> {
  const [row] = await tx.select({ name: customers.name }).from(customers).where(eq(customers.id, customerId));
  return row?.name ?? null;
}

export type StaffCustomerRow = typeof customers.$inferSelect;

/** The row of a customer, or null. */
export async function staffCustomer(tx: Transaction, customerId: CustomerId): Promise<StaffCustomerRow | null> {
  const [row] = await tx.select().from(customers).where(eq(customers.id, customerId));
  return row ?? null;
}

/** How many hours a session of the customer's people lasts at most. */
export async function customersSessionHours(tx: Transaction, customerId: CustomerId): Promise<number> {
  const { rows } = await tx.execute<{ hours: number }>(sql`select session_hours as hours from customers where id = ${customerId}`);
  return rows[0]?.hours ?? 8;
}
