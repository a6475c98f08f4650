import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";

/** What the newest closed run said of the blindness control; null before the first run. */
export async function staffControl(tx: Transaction): Promise<"ok" | "failed" | "not-configured" | null> {
  const { rows } = await tx.execute<{ control: "ok" | "failed" | "not-configured" }>(
    sql`select control from verification_runs where finished_at is not null and control is not null order by finished_at desc limit 1`,
  );
  return rows[0]?.control ?? null;
}
