import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import {
  connectionAlerts,
  connectionHistory,
  countVerifications,
  type StaffConnection,
  staffConnection,
} from "#db/queries/staff/connection-page.ts";
import { quarantineEmails } from "#db/queries/staff/customer-page.ts";
import { staffRun } from "#db/queries/staff-runs.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { alertRuleOf } from "#kernel/alerts/alert-rules.ts";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";
import type { PortalEnv } from "#kernel/process/env.ts";
import { showsWeakness } from "#kernel/verification/connection-status.ts";
import { PREVIOUS_ID_ACCEPTED } from "#kernel/verification/weakness-class.ts";
import { nextStepOfConnection } from "#lib/staff/customer-page/next-step-of-customer.ts";
import { fleetRunOf, shownVerdicts } from "#lib/staff/fleet-run-of.ts";
import { listConnectionOf } from "#lib/staff/lists/list-connections.ts";
import { type ConnectionPageView, MOST_COUNTED } from "#lib/staff/shared/connection-page-view.ts";
import type { FleetListConnection } from "#lib/staff/shared/list-view.ts";
import { stepsOf } from "./steps-of.ts";

const BARS = 60;

/**
 * What staff see of one connection, also a removed one; null if there is none with this ID. Nothing of its logs, its role ARN or its External
 * ID: the database refuses these columns to staff.
 * @param currentTemplate the version of the role template that the portal offers now
 */
export function findConnectionPage(
  actor: StaffActor,
  { dataKeys, appUrl }: Pick<PortalEnv, "dataKeys" | "appUrl">,
  connectionId: ConnectionId,
  currentTemplate: number,
): Promise<ConnectionPageView | null> {
  return inTransaction(
    actor,
    async (tx) => {
      const row = await staffConnection(tx, connectionId, currentTemplate);
      if (row === null) return null;
      const customerId = CustomerId.parse(row.customerId);
      const shown = listConnectionOf(row);
      const newest = await staffRun(tx, customerId, connectionId, "newest");
      const history = await connectionHistory(tx, customerId, connectionId, BARS);
      const verdicts = await shownVerdicts(
        tx,
        dataKeys,
        customerId,
        history.map(({ id }) => id),
      );
      const { customerSuspended, rotation, templateVersion: template } = row;
      return {
        connection: shown,
        customerSuspended,
        since: sinceOf(row, shown),
        history: history.toReversed().map(({ at, ...run }) => ({ ...run, verdict: verdicts.get(run.id) ?? run.verdict, at: at.getTime() })),
        verifications: await countVerifications(tx, customerId, connectionId, MOST_COUNTED),
        weakness: row.status === "quarantined" ? await weaknessOf(tx, dataKeys, row) : null,
        run: newest === null ? null : fleetRunOf(dataKeys, customerId, newest),
        nextStep: customerSuspended ? null : await nextStep(tx, appUrl, row, shown),
        steps: stepsOf({
          status: row.status === "removed" ? "removed" : shown.status,
          customerSuspended,
          rotation: rotation?.stage ?? null,
          template,
          currentTemplate,
        }),
        externalIdSince: row.externalIdSince.getTime(),
        rotation: rotation === null ? null : { stage: rotation.stage, since: rotation.since.getTime() },
        currentTemplate,
        isUpdateDue: row.isUpdateDue,
        alerts: (await connectionAlerts(tx, customerId, connectionId)).map(({ id, kind, raisedAt }) => {
          const { severity, title, happened } = alertRuleOf(kind);
          return { id, severity, sentence: `${title}. ${happened}`, at: raisedAt.getTime() };
        }),
      };
    },
    { readOnly: true },
  );
}

function sinceOf({ quarantinedAt, deniedSince, removedAt }: StaffConnection, { status }: FleetListConnection): number | null {
  const at = { quarantined: quarantinedAt, access_denied: deniedSince, removed: removedAt }[status as string];
  return at?.getTime() ?? null;
}

async function nextStep(tx: Transaction, appUrl: string, row: StaffConnection, { id, name, status, nextStep: step }: FleetListConnection) {
  const emailed = status === "quarantined" ? await quarantineEmails(tx, CustomerId.parse(row.customerId), ConnectionId.parse(id)) : null;
  return nextStepOfConnection(appUrl, { id, name, status, since: step?.since ?? null, emailed });
}

async function weaknessOf(tx: Transaction, dataKeys: PortalEnv["dataKeys"], row: StaffConnection): Promise<ConnectionPageView["weakness"]> {
  const customerId = CustomerId.parse(row.customerId);
  const newest = await staffRun(tx, customerId, ConnectionId.parse(row.id), "not-secure");
  // The newest one can be of a quarantine that has ended, if the process of the run that began this one ended early.
  const isOfQuarantine =
    newest !== null && showsWeakness({ ...newest, finishedAt: newest.finishedAt?.getTime() ?? null }, row.quarantinedAt?.getTime() ?? null);
  const run = isOfQuarantine ? fleetRunOf(dataKeys, customerId, newest) : null;
  // A week after a rotation the role must deny the previous External ID too, so then its answer is the cause.
  const mustDeny: readonly string[] = row.reason === PREVIOUS_ID_ACCEPTED ? ["Denied", "Either"] : ["Denied"];
  const allowed = run?.probes.filter(({ expected, got }) => mustDeny.includes(expected) && got === "Allowed") ?? [];
  return {
    class: row.reason,
    allowed: allowed.map(({ name }) => name),
    foundAt: run?.finishedAt ?? run?.startedAt ?? null,
    runId: run?.id ?? null,
  };
}
