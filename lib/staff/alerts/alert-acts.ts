import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { staffAcknowledgeAlert, staffChooseAlerts, staffResolveAlert, staffSnoozeAlert } from "#db/queries/staff/alert-details.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { SEVERITIES, type Severity } from "#kernel/alerts/severities.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import type { Acknowledged, SNOOZE_HOURS } from "#lib/staff/shared/alert-view.ts";
import { staffRefusal } from "#lib/staff/staff-refusal.ts";

/** An alert as the person saw it: they may act on it only if nobody changed it since. */
export interface SeenAlert {
  readonly alertId: string;
  readonly version: number;
}

/** Says that this person looks after an open alert. All staff; audited. */
export function acknowledgeAlert(actor: StaffActor, { alertId, version }: SeenAlert): Promise<Result<null>> {
  return act(actor, (tx) => staffAcknowledgeAlert(tx, actor, alertId, version));
}

/**
 * Acknowledges alerts that were selected in the list, each in its own transaction. One that somebody changed since is left as it is.
 * All staff; each is audited.
 */
export async function acknowledgeAlerts(actor: StaffActor, alerts: readonly SeenAlert[]): Promise<Result<Acknowledged>> {
  let changed = 0;
  for (const alert of alerts) {
    const done = await acknowledgeAlert(actor, alert);
    if (done.ok) continue;
    if (done.code !== "conflict" && done.code !== "not-found") return done;
    changed += 1;
  }
  return ok({ acknowledged: alerts.length - changed, changed });
}

/** Hides an open alert for some hours; 0 shows it again. Operators and admins; audited. */
export function snoozeAlert(
  actor: StaffActor,
  { alertId, version, hours }: SeenAlert & { readonly hours: (typeof SNOOZE_HOURS)[number] | 0 },
): Promise<Result<null>> {
  return act(actor, (tx) => staffSnoozeAlert(tx, actor, alertId, version, hours));
}

/** Resolves an open alert with a note that says why; the rule raises a new one when it matches again. Operators and admins; audited. */
export function resolveAlert(actor: StaffActor, { alertId, version, note }: SeenAlert & { readonly note: string }): Promise<Result<null>> {
  return act(actor, (tx) => staffResolveAlert(tx, actor, alertId, version, note));
}

/** Stores about which severities this person wants emails. All staff, each for themselves; audited. */
export function chooseAlertMails(actor: StaffActor, severities: readonly Severity[]): Promise<Result<null>> {
  return act(actor, (tx) =>
    staffChooseAlerts(
      tx,
      actor,
      severities.map((severity) => SEVERITIES.indexOf(severity)),
    ),
  );
}

async function act(actor: StaffActor, change: (tx: Transaction) => Promise<void>): Promise<Result<null>> {
  try {
    await inTransaction(actor, change);
    return ok(null);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal?.constraint === "alert_changed")
      return fail("conflict", "This alert changed in the meantime, so nothing was done. Load the alert again and read what happened.");
    if (refusal?.constraint === "alert_ends_by_itself")
      return fail("conflict", "The portal resolves this alert when its cause is gone. Snooze it if you are waiting for somebody.");
    if (refusal?.kind === "not-found") return fail("not-found", "This alert no longer exists.");
    return staffRefusal(error);
  }
}
