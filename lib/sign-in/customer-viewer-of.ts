import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import { VERSION } from "#kernel/version.ts";
import type { SessionOwner } from "./session-owner.ts";
import type { CustomerViewer } from "./shared/viewer-view.ts";

/** The data of the page frame for a signed-in member: the session owner and the number of quarantined connections. */
export async function customerViewerOf(owner: SessionOwner & { kind: "customer" }, sandbox: boolean): Promise<CustomerViewer> {
  const { actor, email, customerName, suspended, customers } = owner;
  const quarantined = await inTransaction(actor, async (tx) => {
    const { rows } = await tx.execute(
      sql`select count(*) as n from connections where customer_id = ${actor.customerId} and status = 'quarantined'`,
    );
    return z.coerce.number().parse(rows[0]?.["n"]);
  });
  return {
    kind: "customer",
    email,
    role: actor.role,
    customerId: actor.customerId,
    customerName,
    suspended,
    customers,
    quarantined,
    sandbox,
    version: VERSION,
  };
}
