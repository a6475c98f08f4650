import { inTransaction } from "#db/in-transaction.ts";
import { staffAlerts, staffCanaryCheck, staffFleet } from "#db/queries/staff-lists.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { fleetOf } from "./fleet-of.ts";
import type { FleetView } from "./shared/fleet-view.ts";

/** Every customer with its worst status, age of its oldest verification and counts; the totals; and the open alerts. */
export function findFleet(actor: StaffActor): Promise<FleetView> {
  return inTransaction(
    actor,
    async (tx) => fleetOf(await staffFleet(tx), (await staffCanaryCheck(tx)) ?? "unknown", await staffAlerts(tx)),
    {
      readOnly: true,
    },
  );
}
