import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { MOST_LISTED } from "#db/most-listed.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";

/** The names of these connections by ID. `customerIds` are their customers, which lets the query use the index of the primary key. */
export async function staffConnectionNames(
  tx: Transaction,
  customerIds: readonly string[],
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from connections where customer_id = any(${sql.param([...customerIds])}::uuid[]) and id = any(${sql.param([...ids])}::uuid[])`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The names of these customers by ID. */
export async function staffCustomerNames(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from customers where id = any(${sql.param([...ids])}::uuid[])`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** A failed job that is not retried automatically. `word` is the error code of its last attempt, `lost` if there is none. */
export interface FailedJobRow {
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

/** The newest 200 failed jobs. @throws refusal `staff` */
export async function staffFailedJobs(tx: Transaction, actor: StaffActor): Promise<readonly FailedJobRow[]> {
  const { rows } = await tx.execute<Record<string, string | null>>(sql`select * from failed_jobs(${actor.userId})`);
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

/** Retries a failed job and audits it. @throws refusal `staff`, or P0002 if it does not exist or was retried already */
export async function staffRetryFailedJob(tx: Transaction, actor: StaffActor, id: string): Promise<void> {
  await tx.execute(sql`select retry_failed_job(${actor.userId}, ${id})`);
}

export interface StaffRow {
  readonly userId: string;
  readonly name: string | null;
  readonly email: string;
  readonly role: StaffRole;
}

/** All members of staff, sorted by email address. */
export async function staffMembers(tx: Transaction): Promise<readonly StaffRow[]> {
  const { rows } = await tx.execute<{ user_id: string; name: string | null; email: string; role: StaffRole }>(
    sql`select user_id, name, email, role from staff_members() limit ${MOST_LISTED}`,
  );
  return rows.map(({ user_id, ...person }) => ({ userId: user_id, ...person }));
}

export interface StaffInvitationRow {
  readonly id: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly expiresAt: Date;
}

/** Invitations to the staff that were neither accepted nor revoked, newest first. */
export async function staffOpenInvitations(tx: Transaction): Promise<readonly StaffInvitationRow[]> {
  const { rows } = await tx.execute<{ id: string; email: string; role: StaffRole; expires_at: string }>(
    sql`select id, email, role, expires_at from staff_invitations_open()`,
  );
  return rows.map(({ expires_at, ...invitation }) => ({ ...invitation, expiresAt: new Date(expires_at) }));
}
