import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#db/in-transaction.ts";

const Row = z.object({ known: z.boolean(), of_staff: z.boolean() });

export interface SignInAddress {
  /** A member, staff, or somebody with an open invitation. */
  readonly known: boolean;
  readonly ofStaff: boolean;
}

/** What the sign-in needs to know of an e-mail address. */
export async function signInAddress(tx: Transaction, address: string): Promise<SignInAddress> {
  const { rows } = await tx.execute(sql`select may_enter(${address}) as known, is_staff_address(${address}) as of_staff`);
  const row = Row.parse(rows[0]);
  return { known: row.known, ofStaff: row.of_staff };
}
