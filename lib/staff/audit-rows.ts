import type { Transaction } from "#db/in-transaction.ts";
import type { StaffAuditRow } from "#db/queries/audit.ts";
import { staffInvited } from "#db/queries/invitations.ts";
import { peopleNamed } from "#db/queries/people.ts";
import { actionReasons } from "#db/queries/staff/staff-actions.ts";
import { alertsNamed } from "#db/queries/staff/staff-alerts.ts";
import { staffConnectionNames, staffCustomerNames } from "#db/queries/staff-lists.ts";
import { alertRuleOf } from "#kernel/alerts/alert-rules.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { SYSTEM_ACTORS } from "#lib/staff/shared/audit-view.ts";
import type { AuditRow } from "#lib/staff/shared/fleet-view.ts";
import { auditDetails, auditText } from "./audit-details.ts";

const UUID = /^[0-9a-f]{8}-/;

/** The IDs that rows have as this attribute, each once. */
const idsOf = (rows: readonly StaffAuditRow[], key: string): readonly string[] =>
  [...new Set(rows.map(({ attributes }) => auditText(attributes, key)))].filter((id) => UUID.test(id));

/**
 * Adds to audit rows the current names for their IDs, and the reason of an action, which the log itself does not store; an erased person is
 * "deleted user".
 * @param ofCustomer all rows are about this customer, so none names it
 */
export async function auditRowsOf(tx: Transaction, rows: readonly StaffAuditRow[], ofCustomer?: CustomerId): Promise<readonly AuditRow[]> {
  const actors = rows.map(({ actor }) => actor.split(":")[1] ?? "").filter((id) => UUID.test(id));
  const people = await peopleNamed(tx, [...new Set([...actors, ...idsOf(rows, "user")])]);
  const customerIds = [...new Set(rows.map(({ chain }) => chain).filter((chain) => UUID.test(chain)))];
  const connections = await staffConnectionNames(tx, customerIds, idsOf(rows, "connection"));
  const invited = await staffInvited(tx, idsOf(rows, "invitation"));
  // The row of a customer's own chain names it already.
  const ofPartner = rows.filter(({ chain }) => chain === "partner");
  const customers = await staffCustomerNames(
    tx,
    idsOf(ofPartner, "customer").filter((id) => id !== ofCustomer),
  );
  const alerts = await alertsNamed(tx, idsOf(ofPartner, "alert"));
  const reasons = await actionReasons(tx, idsOf(rows, "action"));
  const alertText = (id: string) => {
    const alert = alerts.get(id);
    if (alert === undefined) return undefined;
    const place = [alert.customerName, alert.connectionName].filter((part) => part !== null).join(" / ");
    return `${alertRuleOf(alert.kind).title}${place === "" ? "" : `: ${place}`}`;
  };
  const reasonText = (id: string) => {
    const reason = reasons.get(id);
    return reason === undefined ? undefined : `“${reason}”`;
  };
  return rows.map((row) => ({
    chain: row.chain,
    chainName: row.chainName ?? (row.chain === "partner" ? "Partner" : row.chain),
    seq: row.seq,
    at: row.at.getTime(),
    event: row.event,
    actor: actorName(row.actor, people),
    connection: connections.get(auditText(row.attributes, "connection")) ?? null,
    subject: [
      people.get(auditText(row.attributes, "user")),
      invited.get(auditText(row.attributes, "invitation")),
      row.chain === "partner" ? customers.get(auditText(row.attributes, "customer")) : undefined,
      alertText(auditText(row.attributes, "alert")),
      ...auditDetails(row),
      reasonText(auditText(row.attributes, "action")),
    ]
      .filter((part) => part !== undefined && part !== "")
      .join(", "),
  }));
}

/** Who did something, from "user:ID", "staff:ID" or "system:PART". @param people the names by ID; who has none is deleted */
export function actorName(actor: string, people: ReadonlyMap<string, string>): string {
  const [kind = "", who = ""] = actor.split(":");
  if (kind === "system") return SYSTEM_ACTORS[who] ?? who;
  return people.get(who) ?? "deleted user";
}
