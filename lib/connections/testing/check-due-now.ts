import { checkDueConnection } from "#lib/connections/schedule/check-due-connection.ts";
import { type CheckedConnection, exchangeDueConnections } from "#lib/connections/schedule/due-connections.ts";
import type { Portal } from "./portal.ts";

/** Does what the worker does with what is due: takes it, checks it, one after the other, and gives it back. */
export async function checkWhatIsDue({ worker, deployment }: Portal): Promise<void> {
  const checked: CheckedConnection[] = [];
  for (const due of await exchangeDueConnections(worker, deployment, [], 50))
    checked.push(await checkDueConnection(worker, deployment, due));
  await exchangeDueConnections(worker, deployment, checked, 0);
}
