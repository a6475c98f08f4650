import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { InvitationHash } from "#kernel/invitation-token.ts";

/** Creates a customer with an open invitation for each person, the first being its owner; audited as `system:cli`, nothing is mailed. */
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
