import type { RunReason, Verdict } from "./verdict.ts";

/** The status of a connection, as the database stores it. */
export type ConnectionStatus = "draft" | "verifying" | "connected" | "expired" | "access_denied" | "quarantined" | "disabled" | "removed";

/** The name of each status on screens and in emails. */
export const STATUS_WORDS: Readonly<Record<ConnectionStatus, string>> = {
  draft: "Draft",
  verifying: "Verifying",
  connected: "Connected",
  expired: "Verification expired",
  access_denied: "Access denied",
  quarantined: "Quarantined",
  disabled: "Disabled",
  removed: "Removed",
};

/**
 * Whether a run shows what is wrong with the role of a quarantined connection: it was not secure, and ended in this quarantine and not in one
 * that is over. A run with the reason `submit` is about another role, which was submitted meanwhile; to submit the role again is a recheck.
 * Times in milliseconds; a run whose process ended early has no end, and `quarantinedAt` is null while the connection is not quarantined.
 */
export function showsWeakness(
  { verdict, reason, finishedAt }: { readonly verdict: Verdict | null; readonly reason: RunReason; readonly finishedAt: number | null },
  quarantinedAt: number | null,
): boolean {
  if (verdict !== "not-secure" || reason === "submit") return false;
  return quarantinedAt === null || (finishedAt !== null && finishedAt >= quarantinedAt);
}

/** The statuses that need attention most come first. Lists are sorted in this order, and a customer's worst status is found by it. */
export const WORST_FIRST: readonly ConnectionStatus[] = [
  "quarantined",
  "access_denied",
  "expired",
  "verifying",
  "connected",
  "disabled",
  "draft",
  "removed",
];

/** The most urgent status of a customer's connections. `none`: it has no connection; `suspended`: the customer is suspended. */
export type CustomerStatus = Exclude<ConnectionStatus, "removed"> | "none" | "suspended";

/** In the order of the list of customers. The place of each is stored in `customer_summaries.worst`. */
export const WORST_CUSTOMERS_FIRST: readonly CustomerStatus[] = [
  "quarantined",
  "access_denied",
  "expired",
  "verifying",
  "connected",
  "disabled",
  "draft",
  "none",
  "suspended",
];

/** The name of each status of a customer on screens. */
export const CUSTOMER_STATUS_WORDS: Readonly<Record<CustomerStatus, string>> = {
  ...STATUS_WORDS,
  none: "No connections yet",
  suspended: "Suspended",
};

/** The reason that is stored with a connection whose role now belongs to another connection. */
export const CLAIM_ENDED = "claim-ended";
