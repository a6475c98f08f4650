import type { AlertRow } from "#db/queries/staff-alerts.ts";
import type { AlertView } from "./fleet-view.ts";

const SENTENCES: Readonly<Record<string, string>> = {
  quarantined: "Opens without the right External ID. Reads stopped, owners are mailed; call them.",
  "account-connected-twice": "Its AWS account is connected by another customer too. Call the owner.",
  "role-connected-twice": "Its role is another live connection’s too, so it was not accepted. Call the owner.",
  "own-account-submitted": "A role of our own AWS account was submitted; nothing was called. Ask the owner what they meant.",
  "our-credentials": "AWS refused the portal’s own credentials: no check counts until they work. Look at the worker’s log.",
  "wrong-identity": "The portal ran under another AWS identity than configured. Look at PARTNER_PRINCIPAL_ARNS and the credentials.",
  "control-failed": "The open canary role refused our probes: no proof counts until it opens again.",
  "too-many-refusals": "Too many refusals at once: statuses are left alone until somebody has looked.",
};

const GRAVE = new Set(["quarantined", "our-credentials", "wrong-identity", "control-failed"]);

/** An alert as staff read it: where, what, and what to do. */
export function alertOf({ id, kind, raisedAt, customerId, customerName, connectionName }: AlertRow): AlertView {
  const words = kind.replaceAll("-", " ");
  const where = [customerName, connectionName].filter((part) => part !== null).join(" / ");
  const title = where === "" ? words.charAt(0).toUpperCase() + words.slice(1) : where;
  return {
    id,
    title,
    sentence: SENTENCES[kind] ?? `Raised as “${words}”.`,
    weight: GRAVE.has(kind) ? "error" : "warning",
    raisedAt: raisedAt.getTime(),
    customerId,
    endsByItself: kind === "quarantined",
  };
}
