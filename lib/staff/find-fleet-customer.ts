import { inTransaction } from "#db/in-transaction.ts";
import { staffCustomer } from "#db/queries/customers.ts";
import { peopleOpenInvitations } from "#db/queries/invitations.ts";
import { peopleOfCustomer } from "#db/queries/people.ts";
import { auditOrder, EVERYTHING, staffAuditPage } from "#db/queries/staff/staff-audit.ts";
import { staffConnections } from "#db/queries/staff-lists.ts";
import { staffRuns } from "#db/queries/staff-runs.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import type { PortalEnv } from "#kernel/process/env.ts";
import { WORST_FIRST } from "#kernel/verification/connection-status.ts";
import { auditRowsOf } from "./find-audit.ts";
import { fleetConnectionOf } from "./fleet-connection-of.ts";
import { fleetRunOf } from "./fleet-run-of.ts";
import type { FleetCustomer } from "./shared/fleet-view.ts";

const NEWEST_EVENTS = 15;

/** One customer for staff: connections worst first, newest verification reports, people, history. Null when the ID does not exist. */
export function findFleetCustomer(
  actor: StaffActor,
  { dataKeys }: Pick<PortalEnv, "dataKeys">,
  customerId: CustomerId,
): Promise<FleetCustomer | null> {
  return inTransaction(
    actor,
    async (tx) => {
      const customer = await staffCustomer(tx, customerId);
      if (customer === null) return null;
      const connections = (await staffConnections(tx, customerId)).map(fleetConnectionOf);
      const invitations = await peopleOpenInvitations(tx, customerId);
      const ofCustomer = { ...EVERYTHING, chains: [customerId] };
      const newest = await staffAuditPage(tx, ofCustomer, auditOrder(ofCustomer, true), null, NEWEST_EVENTS);
      return {
        id: customer.id,
        name: customer.name,
        createdAt: customer.createdAt.getTime(),
        suspendedAt: customer.suspendedAt?.getTime() ?? null,
        connections: connections.toSorted((a, b) => WORST_FIRST.indexOf(a.status) - WORST_FIRST.indexOf(b.status)),
        runs: (await staffRuns(tx, customerId)).map((run) => fleetRunOf(dataKeys, customerId, run)),
        people: await peopleOfCustomer(tx, customerId),
        invitations: invitations.map(({ expiresAt, ...invitation }) => ({ ...invitation, expiresAt: expiresAt.getTime() })),
        history: await auditRowsOf(tx, newest.rows),
      };
    },
    { readOnly: true },
  );
}
