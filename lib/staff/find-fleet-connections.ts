import { inTransaction } from "#db/in-transaction.ts";
import { staffConnections } from "#db/queries/staff-connections.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { WORST_FIRST } from "#kernel/connection-status.ts";
import { fleetConnectionOf } from "./fleet-connection-of.ts";
import type { FleetConnection } from "./shared/fleet-view.ts";

/** Every connection of every customer, worst first, then the newest. */
export async function findFleetConnections(actor: StaffActor): Promise<readonly FleetConnection[]> {
  const rows = await inTransaction(actor, (tx) => staffConnections(tx, null), { readOnly: true });
  return rows.map(fleetConnectionOf).toSorted((a, b) => WORST_FIRST.indexOf(a.status) - WORST_FIRST.indexOf(b.status));
}
