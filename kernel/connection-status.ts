/** The status of a connection, as the database stores it. */
export type ConnectionStatus = "draft" | "checking" | "connected" | "not_proven" | "refused" | "quarantined" | "disabled" | "removed";

/** The name of each status on screens and in emails. */
export const STATUS_WORDS: Readonly<Record<ConnectionStatus, string>> = {
  draft: "Draft",
  checking: "Verifying",
  connected: "Connected",
  not_proven: "Verification expired",
  refused: "Access denied",
  quarantined: "Quarantined",
  disabled: "Disabled",
  removed: "Removed",
};

/** The statuses that need attention most come first. Lists are sorted in this order, and a customer's worst status is found by it. */
export const WORST_FIRST: readonly ConnectionStatus[] = [
  "quarantined",
  "refused",
  "not_proven",
  "checking",
  "connected",
  "disabled",
  "draft",
  "removed",
];
