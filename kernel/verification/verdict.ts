/** The verdict of a run; `lost` is a run whose process ended before it. Only `secure` permits log access. */
export const VERDICTS = ["secure", "not-secure", "access-denied", "inconclusive", "lost"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Why a run was started. */
export const RUN_REASONS = ["submit", "recheck", "schedule", "rotation", "confirm", "staff"] as const;
export type RunReason = (typeof RUN_REASONS)[number];

/** Why a run was started, as screens, reports and the audit log say it. */
export const RUN_REASON_WORDS: Readonly<Record<RunReason, string>> = {
  submit: "First verification",
  recheck: "Manual verification",
  schedule: "Scheduled verification",
  rotation: "Rotation verification",
  confirm: "Follow-up verification",
  staff: "Verification requested by partner staff",
};

/** Which log access the role grants: Browse costs the customer nothing, Query and Live Tail are billed to them. */
export type LogAccess = "browse" | "query" | "live-tail";

/** What a log access is called. */
export const LOG_ACCESS_NAMES: Readonly<Record<LogAccess, string>> = { browse: "Browse", query: "Query", "live-tail": "Live Tail" };
