import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { AGED_STATUS } from "#db/queries/verification-age.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { ListedAlert } from "./staff-alerts.ts";

/** What a person, or the portal (without a person), did with an alert. */
export interface AlertEvent {
  readonly at: Date;
  readonly what: "emailed" | "reopened" | "acknowledged" | "snoozed" | "woken" | "resolved";
  readonly userId: string | null;
  readonly until: Date | null;
  readonly people: number | null;
  readonly note: string | null;
}

/** The newest events of an alert, oldest first. */
export async function staffAlertHistory(tx: Transaction, id: string, most: number): Promise<readonly AlertEvent[]> {
  const { rows } = await tx.execute<{
    at: string;
    what: AlertEvent["what"];
    user_id: string | null;
    until_at: string | null;
    people: number | null;
    note: string | null;
  }>(sql`select * from (select id, at, what, user_id, until_at, people, note from alert_history where alert_id = ${id}
    order by at desc, id desc limit ${most}) newest order by at, id`);
  return rows.map((row) => ({
    at: new Date(row.at),
    what: row.what,
    userId: row.user_id,
    until: row.until_at === null ? null : new Date(row.until_at),
    people: row.people,
    note: row.note,
  }));
}

/** A worker that has not reported for two minutes and did not end normally. */
export interface SilentWorker {
  /** As in the lines that the worker logs: the name of its machine, and a part that differs with each start. */
  readonly id: string;
  readonly reportedAt: Date;
}

/** The workers that are silent now, the one that stopped last first. The rows are kept for a day. */
export async function silentWorkers(tx: Transaction, most: number): Promise<readonly SilentWorker[]> {
  const { rows } = await tx.execute<{ worker_id: string; beat_at: string }>(sql`select worker_id, beat_at from worker_heartbeats
    where beat_at <= now() - interval '2 min' and ended_at is null order by beat_at desc limit ${most}`);
  return rows.map(({ worker_id, beat_at }) => ({ id: worker_id, reportedAt: new Date(beat_at) }));
}

/** A connection that an alert is about. */
export interface AlertConnection {
  readonly id: string;
  readonly name: string;
  readonly customerId: string;
  readonly customerName: string;
}

/** The first connections that an alert is about, how many there are, and their AWS account if it is one. */
export interface AlertConnections {
  readonly rows: readonly AlertConnection[];
  readonly total: number;
  readonly accountId: string | null;
}
const NO_CONNECTIONS: AlertConnections = { rows: [], total: 0, accountId: null };

/** The connections of other customers to the same AWS account: those that raise the alert. */
export async function staffSameAccount(
  tx: Transaction,
  { customerId, connectionId }: ListedAlert,
  most: number,
): Promise<AlertConnections> {
  if (customerId === null || connectionId === null) return NO_CONNECTIONS;
  return connectionsOf(
    tx,
    sql`select o.id, o.name, c.id as customer_id, c.name as customer_name, count(*) over ()::int as total, k.account_id from connections k
    join connections o on o.account_id = k.account_id and o.customer_id <> k.customer_id join customers c on c.id = o.customer_id
    where k.customer_id = ${customerId} and k.id = ${connectionId} and o.status <> 'removed' and o.verified_at is not null
      and o.claim_ended_at is null
    order by o.created_at, o.id limit ${most}`,
  );
}

/** The connections of a customer whose verification has expired: those that expired first. */
export async function staffExpired(tx: Transaction, { customerId }: ListedAlert, most: number): Promise<AlertConnections> {
  if (customerId === null) return NO_CONNECTIONS;
  return connectionsOf(
    tx,
    sql`select k.id, k.name, c.id as customer_id, c.name as customer_name, count(*) over ()::int as total, null as account_id from connections k join customers c on c.id = k.customer_id
    where k.customer_id = ${customerId} and ${AGED_STATUS} = 'expired'
    order by k.verified_at nulls first, k.id limit ${most}`,
  );
}

async function connectionsOf(tx: Transaction, statement: ReturnType<typeof sql>): Promise<AlertConnections> {
  const { rows } = await tx.execute<{
    id: string;
    name: string;
    customer_id: string;
    customer_name: string;
    total: number;
    account_id: string | null;
  }>(statement);
  return {
    rows: rows.map(({ id, name, customer_id, customer_name }) => ({ id, name, customerId: customer_id, customerName: customer_name })),
    total: rows[0]?.total ?? 0,
    accountId: rows[0]?.account_id ?? null,
  };
}

/** The newest run of the connection that had begun when the alert matched last; null for an alert without a connection. */
export async function staffAlertRun(
  tx: Transaction,
  { customerId, connectionId, lastAt }: ListedAlert,
): Promise<{ readonly id: string; readonly startedAt: Date } | null> {
  if (customerId === null || connectionId === null) return null;
  const { rows } = await tx.execute<{ id: string; started_at: string }>(sql`
    select id, started_at from verification_runs where customer_id = ${customerId} and connection_id = ${connectionId}
      and started_at <= ${lastAt.toISOString()}::timestamptz order by started_at desc limit 1`);
  const [row] = rows;
  return row === undefined ? null : { id: row.id, startedAt: new Date(row.started_at) };
}

// Every function below calls a database function that checks the role of the member of staff and writes the audit event.

/** Acknowledges an alert. @throws refusal `staff` or `alert_changed`, or P0002 if there is no such alert */
export async function staffAcknowledgeAlert(tx: Transaction, actor: StaffActor, id: string, version: number): Promise<void> {
  await tx.execute(sql`select acknowledge_alert(${actor.userId}, ${id}, ${version})`);
}

/** Snoozes an alert for 1, 4, 24 or 168 hours; 0 ends that. @throws refusal `staff` or `alert_changed`, or P0002 if there is no such alert */
export async function staffSnoozeAlert(tx: Transaction, actor: StaffActor, id: string, version: number, hours: number): Promise<void> {
  await tx.execute(sql`select snooze_alert(${actor.userId}, ${id}, ${version}, ${hours})`);
}

/** Resolves an alert. @throws refusal `staff`, `alert_changed` or `alert_ends_by_itself`, or P0002 if there is no such alert */
export async function staffResolveAlert(tx: Transaction, actor: StaffActor, id: string, version: number, note: string): Promise<void> {
  await tx.execute(sql`select resolve_alert_with_note(${actor.userId}, ${id}, ${version}, ${note})`);
}

/** The severities (0 critical to 3 low) that each member of staff wants emails about. */
export async function staffAlertChoices(tx: Transaction): Promise<readonly { readonly userId: string; readonly severity: number }[]> {
  const { rows } = await tx.execute<{ user_id: string; severity: number }>(
    sql`select user_id, severity from alert_mail_choices order by user_id, severity`,
  );
  return rows.map(({ user_id, severity }) => ({ userId: user_id, severity }));
}

/** Stores about which severities a person wants emails. @throws refusal `staff` */
export async function staffChooseAlerts(tx: Transaction, actor: StaffActor, severities: readonly number[]): Promise<void> {
  await tx.execute(sql`select choose_alert_mails(${actor.userId}, ${sql.param([...severities])}::smallint[])`);
}
