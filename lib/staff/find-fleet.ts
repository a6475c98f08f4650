import { inTransaction } from "#db/in-transaction.ts";
import { staffAlerts } from "#db/queries/staff-alerts.ts";
import { staffControl } from "#db/queries/staff-control.ts";
import { staffFleet } from "#db/queries/staff-fleet.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { fleetOf } from "./fleet-of.ts";
import type { FleetView } from "./shared/fleet-view.ts";

/** Every customer with its worst status, proof age and counts, the figures over all of them, and what needs a call. */
export function findFleet(actor: StaffActor): Promise<FleetView> {
  return inTransaction(actor, async (tx) => fleetOf(await staffFleet(tx), (await staffControl(tx)) ?? "unknown", await staffAlerts(tx)), {
    readOnly: true,
  });
}
