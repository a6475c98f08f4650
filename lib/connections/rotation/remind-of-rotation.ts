import { inTransaction } from "#db/in-transaction.ts";
import { lockConnection } from "#db/queries/connections-read.ts";
import { changeConnection } from "#db/queries/connections-write.ts";
import { enqueueRotationMail } from "#db/queries/rotation.ts";
import type { SystemActor } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { rotationOf } from "./rotation.ts";

const DAY_MS = 86_400_000;
/** Days after the new ID was created, and again after the switch. At the last reminder, one day is left. */
const REMINDED_AFTER_DAYS = [1, 3, 6] as const;

/** Emails the owners of an unfinished rotation when a reminder is due, each reminder once. Called after every check during a rotation. */
export async function remindOfRotation(
  actor: SystemActor,
  { customerId, connectionId }: { readonly customerId: CustomerId; readonly connectionId: ConnectionId },
): Promise<"reminded" | "not-due"> {
  return inTransaction(actor, async (tx) => {
    const row = await lockConnection(tx, customerId, connectionId);
    const rotation = row && rotationOf(row);
    if (row === undefined || rotation === undefined || rotation === null || row.suspendedAt !== null || row.status === "quarantined")
      return "not-due";
    const days = REMINDED_AFTER_DAYS.filter((day) => row.readAt.getTime() - rotation.since.getTime() >= day * DAY_MS).length;
    if (days <= row.reminders) return "not-due";
    await changeConnection(tx, customerId, connectionId, { reminders: days });
    await enqueueRotationMail(tx, customerId, connectionId);
    await recordAudit(tx, actor, customerId, "rotation.reminded", { connection: connectionId, stage: rotation.stage });
    return "reminded";
  });
}
