import { inTransaction } from "#db/in-transaction.ts";
import { staffResolveAlert } from "#db/queries/staff-acts.ts";
import { type AlertRow, CRITICAL_ALERTS } from "#db/queries/staff-lists.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { AlertView } from "#lib/staff/shared/fleet-view.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** Closes an alert after somebody has handled it; it is raised again when its cause returns. Operators and admins; audited. */
export async function resolveAlert(actor: StaffActor, alertId: string): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffResolveAlert(tx, actor, alertId));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  quarantined:
    "The role can be assumed without the correct External ID. Log access has stopped, and the portal notified the owners by email. Call them: only the customer can fix the role.",
  "account-connected-twice": "Another customer has also connected this AWS account. Call the owner.",
  "role-connected-twice":
    "This role already belongs to another connection. It moves only if it no longer accepts that connection’s External ID.",
  "role-claim-moved":
    "The role now accepts only another connection’s External ID and was moved there. Call the owner if this was not expected.",
  "own-account-submitted": "A role in the partner’s own AWS account was submitted. No AWS call was made. Ask the owner what they intended.",
  "our-credentials": "AWS did not accept the portal’s credentials. Verifications don’t count until they work. Check the worker log.",
  "wrong-identity":
    "AWS returned credentials for a different role than the requested one, so the verification doesn’t count. Check the network and the endpoints between the portal and AWS.",
  "control-failed":
    "The canary check failed: the open canary role denied access. Verifications don’t count until it passes. Check the canary role.",
  "forged-verification":
    "The database contains a verification that the portal did not write. It doesn’t count, and the portal verifies the role again. Find out who can run SQL, and change the database passwords.",
  "too-many-refusals":
    "Many roles denied access at the same time. Connection statuses stay unchanged. Check whether AWS or the portal’s principal has changed, then resolve this alert.",
};

/** Titles of the alerts that do not belong to a customer. */
const TITLES: Readonly<Record<string, string>> = {
  "our-credentials": "AWS rejects the portal’s credentials",
  "wrong-identity": "Credentials for a different role",
  "control-failed": "Canary check failed",
  "too-many-refusals": "Many roles denied access",
};

/** An alert as staff read it: where it is, what happened, and what to do. */
export function alertOf({ id, kind, raisedAt, customerId, customerName, connectionName }: AlertRow): AlertView {
  const words = kind.replaceAll("-", " ");
  const where = [customerName, connectionName].filter((part) => part !== null).join(" / ");
  const title = where === "" ? (TITLES[kind] ?? words.charAt(0).toUpperCase() + words.slice(1)) : where;
  return {
    id,
    title,
    sentence: SENTENCES[kind] ?? `Alert type: ${words}.`,
    weight: CRITICAL_ALERTS.has(kind) ? "error" : "warning",
    raisedAt: raisedAt.getTime(),
    customerId,
    endsByItself: kind === "quarantined",
  };
}
