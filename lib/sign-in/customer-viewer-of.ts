import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import type { SessionOwner } from "./session-holder.ts";
import type { CustomerViewer } from "./shared/viewer-view.ts";

/** The frame's data for a signed-in member: the holder and how many of the customer's connections stand in quarantine. */
export async function customerViewerOf(holder: SessionOwner & { kind: "customer" }, sandbox: boolean): Promise<CustomerViewer> {
  const { actor, email, customerName, suspended, customers } = holder;
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
  };
}
