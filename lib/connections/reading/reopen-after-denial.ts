import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { switchIfPendingOpens } from "#lib/connections/rotation/verify-pending.ts";
import { type NotReadable, type OpenedForRead, openConnectionForRead } from "./open-connection-for-read.ts";

/**
 * For a read whose AssumeRole was denied with what was opened a moment ago: opens the connection again if its External ID
 * was rotated meanwhile, or can be rotated now because the role accepts the new one. `undefined`: nothing changed, and
 * the refusal stands. With this a rotation costs no read, however the owner updates the role.
 */
export async function reopenAfterRefusal(
  actor: CustomerActor,
  deployment: AppContext,
  connectionId: ConnectionId,
  refused: OpenedForRead,
): Promise<OpenedForRead | NotReadable | undefined> {
  const isAsRefused = (now: OpenedForRead | NotReadable) => now.kind === "opened" && now.externalIdId === refused.externalIdId;
  const now = await openConnectionForRead(actor, deployment, connectionId);
  if (!isAsRefused(now)) return now;
  await switchIfPendingOpens(actor, deployment, connectionId);
  // Whoever switched: another read may have, between the two lines above.
  const after = await openConnectionForRead(actor, deployment, connectionId);
  return isAsRefused(after) ? undefined : after;
}
