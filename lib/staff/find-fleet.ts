import { inTransaction } from "#db/in-transaction.ts";
import {
  type AlertRow,
  type FleetCustomerRow,
  type FleetTally,
  staffAlerts,
  staffCanaryCheck,
  staffFleet,
} from "#db/queries/staff-lists.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { type ConnectionStatus, WORST_FIRST } from "#kernel/verification/connection-status.ts";
import type { CustomerRow, FleetView } from "#lib/staff/shared/fleet-view.ts";
import { alertOf } from "./resolve-alert.ts";

/** The statuses that count in "N of M verified": connections that should work. Drafts and disabled ones do not count. */
const IN_SERVICE: readonly ConnectionStatus[] = ["connected", "expired", "access_denied", "quarantined"];

/** The dashboard's data from the rows of the fleet, the most urgent customers first. */
export function fleetOf(rows: readonly FleetCustomerRow[], control: FleetView["control"], alerts: readonly AlertRow[]): FleetView {
  const customers = rows.map(customerOf).toSorted(byNeed);
  const served = rows.filter(({ suspendedAt }) => suspendedAt === null).flatMap(({ tallies }) => tallies);
  return {
    customers,
    total: served.filter(({ status }) => IN_SERVICE.includes(status)).reduce((sum, { count }) => sum + count, 0),
    verified: counted(served, "connected"),
    quarantined: counted(served, "quarantined"),
    accessDenied: counted(served, "access_denied"),
    expired: counted(served, "expired"),
    control,
    alerts: alerts.map(alertOf),
  };
}

function customerOf({ id, name, suspendedAt, tallies }: FleetCustomerRow): CustomerRow {
  const worst = WORST_FIRST.map((status) => tallies.find((tally) => tally.status === status)).find((tally) => tally !== undefined);
  const verifiedTimes = tallies
    .filter(({ status }) => IN_SERVICE.includes(status))
    .flatMap(({ oldestVerificationAt }) => oldestVerificationAt ?? []);
  const stopped = suspendedAt !== null;
  return {
    id,
    name,
    suspendedAt: suspendedAt?.getTime() ?? null,
    connections: tallies.reduce((sum, { count }) => sum + count, 0),
    verified: stopped ? 0 : counted(tallies, "connected"),
    quarantined: stopped ? 0 : counted(tallies, "quarantined"),
    accessDenied: stopped ? 0 : counted(tallies, "access_denied"),
    expired: stopped ? 0 : counted(tallies, "expired"),
    worst: worst === undefined ? null : stopped ? "disabled" : worst.status,
    where: stopped || worst === undefined || worst.status === "connected" ? "" : place(worst),
    oldestVerificationAt: verifiedTimes.length === 0 ? null : Math.min(...verifiedTimes),
  };
}

function counted(tallies: readonly FleetTally[], status: ConnectionStatus): number {
  return tallies.reduce((sum, tally) => (tally.status === status ? sum + tally.count : sum), 0);
}

function place({ count, name }: FleetTally): string {
  return count === 1 ? name : `${count} connections`;
}

function byNeed(a: CustomerRow, b: CustomerRow): number {
  return need(a) - need(b) || a.name.localeCompare(b.name, "en");
}

function need({ worst }: CustomerRow): number {
  return worst === null ? WORST_FIRST.length : WORST_FIRST.indexOf(worst);
}

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
