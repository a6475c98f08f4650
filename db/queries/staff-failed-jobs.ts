import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { StaffActor } from "#kernel/actor.ts";

/** A job that failed for good. `word` is what its last try left, `lost` when it left nothing. */
export interface DeadLetterRow {
  readonly id: string;
  readonly queue: string;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly connectionName: string | null;
  readonly email: string | null;
  readonly word: string;
  readonly beganAt: Date | null;
  readonly failedAt: Date;
}

/** The newest two hundred. Refusal: `staff`. */
export async function staffDeadLetters(tx: Transaction, actor: StaffActor): Promise<readonly DeadLetterRow[]> {
  const { rows } = await tx.execute<Record<string, string | null>>(sql`select * from dead_letters(${actor.userId})`);
  return rows.map((row) => ({
    id: row["id"] ?? "",
    queue: row["queue"] ?? "",
    customerId: row["customer_id"] ?? null,
    customerName: row["customer_name"] ?? null,
    connectionName: row["connection_name"] ?? null,
    email: row["email"] ?? null,
    word: row["word"] ?? "lost",
    beganAt: row["began_at"] == null ? null : new Date(row["began_at"]),
    failedAt: new Date(row["failed_at"] ?? 0),
  }));
}

/** Queues the job anew and writes the audit row. Refusals: `staff`; P0002 when it was retried already or is not there. */
export async function staffRetryDeadLetter(tx: Transaction, actor: StaffActor, id: string): Promise<void> {
  await tx.execute(sql`select retry_dead_letter(${actor.userId}, ${id})`);
}
