/** Where a connection stands; 02-architecture's one word each, the same as in the database. */
export type ConnectionStatus = "draft" | "checking" | "connected" | "not_proven" | "refused" | "quarantined" | "disabled" | "removed";

/** How a status is shown; the one place where these words stand. */
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

/** Most in need of somebody first: the order of lists and of "worst status". */
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
