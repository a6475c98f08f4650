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
