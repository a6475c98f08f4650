import type { CustomerRow } from "#lib/staff/shared/fleet-view.ts";

/** Which customers the dashboard's table shows; the figures and the segments above it both choose. */
export type FleetFilter = "all" | "attention" | "suspended" | "quarantined" | "refused" | "not-proven";

/** Whether a customer is among those a filter shows. "Attention" is what only a person can end. */
export function isShown(customer: CustomerRow, filter: FleetFilter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "attention":
      return customer.quarantined + customer.refused + customer.notVerified > 0;
    case "suspended":
      return customer.suspendedAt !== null;
    case "quarantined":
      return customer.quarantined > 0;
    case "refused":
      return customer.refused > 0;
    case "not-proven":
      return customer.notVerified > 0;
  }
}
