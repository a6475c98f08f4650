import type { AlertRow } from "#db/queries/staff-alerts.ts";
import type { AlertView } from "./fleet-view.ts";

const SENTENCES: Readonly<Record<string, string>> = {
  quarantined: "Opens without the right External ID. Reads stopped, owners are mailed; call them.",
  "account-connected-elsewhere": "Its AWS account is connected by another customer too. Call the owner.",
  "control-failed": "The open canary role refused our probes: no proof counts until it opens again.",
  "breaker-open": "Too many refusals at once: statuses are left alone until somebody has looked.",
};

/** An alert as staff read it: where, what, and what to do. */
export function alertOf({ id, kind, raisedAt, customerId, customerName, connectionName }: AlertRow): AlertView {
  const words = kind.replaceAll("-", " ");
  const where = [customerName, connectionName].filter((part) => part !== null).join(" / ");
  const title = where === "" ? words.charAt(0).toUpperCase() + words.slice(1) : where;
  return { id, title, sentence: SENTENCES[kind] ?? `Raised as “${words}”.`, raisedAt: raisedAt.getTime(), customerId };
}
