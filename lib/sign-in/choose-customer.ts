import { sql } from "drizzle-orm";
import { inTransaction } from "#db/in-transaction.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { SessionHash } from "./session-owner.ts";

/** Switches this session to another customer of its person. @throws P0002 when they are not a member of it */
export async function chooseCustomer(session: SessionHash, customerId: CustomerId): Promise<Result<null>> {
  await inTransaction({ kind: "sign-in" }, (tx) => tx.execute(sql`select choose_customer(${session}, ${customerId})`));
  return ok(null);
}
