import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";

/** Raises alerts about what is so now and resolves those whose cause is gone. */
export async function watchAlerts(tx: Transaction): Promise<void> {
  await tx.execute(sql`select watch_alerts()`);
}

/** Raises an alert if no worker is active or one stopped without ending, and resolves it when that is over. */
export async function watchWorkers(tx: Transaction): Promise<void> {
  await tx.execute(sql`select watch_workers()`);
}

/** Decides who is emailed about new alerts and queues the emails. Returns how many. */
export async function queueAlertMails(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`select queue_alert_mails() as n`);
  return rows[0]?.n ?? 0;
}

/** An alert in an email. */
export interface MailedAlert {
  readonly id: string;
  readonly kind: string;
  readonly severity: number;
  readonly raisedAt: Date;
  readonly customerName: string | null;
  readonly connectionName: string | null;
}

/** An email about alerts that are still open, most severe first; null if nothing is left to say or the person is not staff any more. */
export async function alertMail(
  tx: Transaction,
  mailId: string,
): Promise<{
  readonly address: string;
  readonly userId: string;
  readonly alerts: readonly MailedAlert[];
  readonly others: number;
} | null> {
  const { rows } = await tx.execute<{
    address: string;
    user_id: string;
    alert_id: string;
    kind: string;
    severity: number;
    raised_at: string;
    customer_name: string | null;
    connection_name: string | null;
    others: number;
  }>(sql`select * from alert_mail(${mailId})`);
  const [first] = rows;
  if (first === undefined) return null;
  return {
    address: first.address,
    userId: first.user_id,
    others: first.others,
    alerts: rows.map((row) => ({
      id: row.alert_id,
      kind: row.kind,
      severity: row.severity,
      raisedAt: new Date(row.raised_at),
      customerName: row.customer_name,
      connectionName: row.connection_name,
    })),
  };
}
