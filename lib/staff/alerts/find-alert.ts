import type { Transaction } from "#db/in-transaction.ts";
import { peopleNamed } from "#db/queries/people.ts";
import {
  type AlertConnections,
  type AlertEvent,
  silentWorkers,
  staffAlertHistory,
  staffAlertRun,
  staffExpired,
  staffSameAccount,
} from "#db/queries/staff/alert-details.ts";
import { type ListedAlert, staffAlert } from "#db/queries/staff/staff-alerts.ts";
import { alertRuleOf } from "#kernel/alerts/alert-rules.ts";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import { filteredAddress } from "#lib/lists/shared/list-query.ts";
import type { AlertDetails, AlertEventView } from "#lib/staff/shared/alert-view.ts";
import { CONNECTION_LIST } from "#lib/staff/shared/list-view.ts";
import { listAlertOf } from "./alert-row.ts";

/** The most events, other connections and workers that are shown of an alert. One more event and worker are read, to say that there are more. */
const MOST_EVENTS = 50;
const MOST_CONNECTIONS = 5;
const MOST_WORKERS = 5;

/** Everything about one alert; null if there is none with this ID. */
export async function findAlert(tx: Transaction, id: string): Promise<AlertDetails | null> {
  const row = await staffAlert(tx, id);
  if (row === null) return null;
  const rule = alertRuleOf(row.kind);
  const newest = await staffAlertHistory(tx, id, MOST_EVENTS + 1);
  const events = newest.slice(-MOST_EVENTS);
  const who = [row.acknowledgedBy, row.resolvedBy, ...events.map(({ userId }) => userId)].filter((each) => each !== null);
  const people = await peopleNamed(tx, [...new Set(who)]);
  const run = await staffAlertRun(tx, row);
  const connections = await connectionsOf(tx, row);
  const workers = row.kind === "worker-silent" && row.resolvedAt === null ? await silentWorkers(tx, MOST_WORKERS + 1) : [];
  return {
    ...listAlertOf(row, people),
    version: row.version,
    lastAt: row.lastAt.getTime(),
    happened: rule.happened,
    steps: rule.steps,
    ends: rule.ends,
    byPerson: rule.byPerson,
    customer: row.customerId === null || row.customerName === null ? null : { id: row.customerId, name: row.customerName },
    connection: row.connectionId === null || row.connectionName === null ? null : { id: row.connectionId, name: row.connectionName },
    run: run === null ? null : { id: run.id, at: run.startedAt.getTime() },
    workers: workers.slice(0, MOST_WORKERS).map(({ id, reportedAt }) => ({ id, reportedAt: reportedAt.getTime() })),
    areWorkersCut: workers.length > MOST_WORKERS,
    connections: connections.rows,
    connectionsTotal: connections.total,
    // The search by account also finds the connection that the alert is about.
    connectionsHref:
      connections.accountId === null
        ? filteredAddress(CONNECTION_LIST, { customer: row.customerId === null ? [] : [row.customerId], status: ["expired"] })
        : `${CONNECTION_LIST.path}?q=${connections.accountId}`,
    history: historyOf(row, events, people),
    isHistoryCut: newest.length > MOST_EVENTS,
  };
}

/** Which other connections an alert is about depends on its rule. */
async function connectionsOf(tx: Transaction, row: ListedAlert): Promise<AlertConnections> {
  if (row.kind === "account-connected-twice") return staffSameAccount(tx, row, MOST_CONNECTIONS);
  return row.kind === "verification-expired" ? staffExpired(tx, row, MOST_CONNECTIONS) : { rows: [], total: 0, accountId: null };
}

function historyOf(row: ListedAlert, events: readonly AlertEvent[], people: ReadonlyMap<string, string>): readonly AlertEventView[] {
  const resolvedByPortal = row.resolvedAt !== null && row.resolvedBy === null;
  return [
    { at: row.raisedAt.getTime(), text: "Raised", note: null },
    ...events.map((event) => ({ at: event.at.getTime(), text: textOf(event, people), note: event.note })),
    ...(row.times > 1 ? [{ at: row.lastAt.getTime(), text: `Matched again, ${row.times} times in all`, note: null }] : []),
    ...(resolvedByPortal ? [{ at: row.resolvedAt?.getTime() ?? 0, text: "Resolved by the portal: its cause is gone", note: null }] : []),
  ].toSorted((a, b) => a.at - b.at);
}

function textOf({ what, userId, until, people }: AlertEvent, names: ReadonlyMap<string, string>): string {
  const name = userId === null ? "the portal" : (names.get(userId) ?? "deleted user");
  switch (what) {
    case "emailed":
      return `Email to ${people === 1 ? "1 person" : `${people ?? 0} people`}`;
    case "reopened":
      return "Opened again: its rule matched after a quiet time";
    case "acknowledged":
      return `Acknowledged by ${name}`;
    case "snoozed":
      return `Snoozed by ${name} until ${utcMoment(until?.getTime() ?? 0, "short")}`;
    case "woken":
      return `Snooze ended by ${name}`;
    case "resolved":
      return `Resolved by ${name}`;
  }
}
