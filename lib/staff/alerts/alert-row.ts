import type { Transaction } from "#db/in-transaction.ts";
import { peopleNamed } from "#db/queries/people.ts";
import type { ListedAlert } from "#db/queries/staff/staff-alerts.ts";
import { alertRuleOf } from "#kernel/alerts/alert-rules.ts";
import { severityOf } from "#kernel/alerts/severities.ts";
import type { AlertState, ListAlert } from "#lib/staff/shared/alert-view.ts";

/** The people who acknowledged or resolved these alerts, by ID. */
export function namesOf(tx: Transaction, rows: readonly ListedAlert[]): Promise<ReadonlyMap<string, string>> {
  return peopleNamed(
    tx,
    [...new Set(rows.flatMap(({ acknowledgedBy, resolvedBy }) => [acknowledgedBy, resolvedBy]))].filter((id) => id !== null),
  );
}

/** An alert as displayed in the list. */
export function listAlertOf(row: ListedAlert, people: ReadonlyMap<string, string>): ListAlert {
  const { title, owner } = alertRuleOf(row.kind);
  return {
    id: row.id,
    severity: severityOf(row.severity),
    title,
    place: [row.customerName, row.connectionName].filter((part) => part !== null).join(" / "),
    owner,
    state: stateOf(row, people),
    raisedAt: row.raisedAt.getTime(),
    times: row.times,
    version: row.version,
  };
}

const DELETED = "deleted user";

function stateOf(
  { resolvedAt, resolvedBy, isSnoozed, snoozedUntil, acknowledgedBy }: ListedAlert,
  people: ReadonlyMap<string, string>,
): AlertState {
  const name = (id: string) => people.get(id) ?? DELETED;
  if (resolvedAt !== null) return { kind: "resolved", at: resolvedAt.getTime(), by: resolvedBy === null ? null : name(resolvedBy) };
  if (isSnoozed && snoozedUntil !== null) return { kind: "snoozed", until: snoozedUntil.getTime() };
  return acknowledgedBy === null ? { kind: "open" } : { kind: "acknowledged", by: name(acknowledgedBy) };
}
