/** The verdict of a run; `lost` is a run whose process ended before it. Only `secure` permits log access. */
export type Verdict = "secure" | "not-secure" | "access-denied" | "inconclusive" | "lost";

/** Why a run was started. */
export type RunReason = "submit" | "recheck" | "schedule" | "rotation" | "confirm" | "staff";

/** Which log access the role grants: Browse costs the customer nothing, Query and Live Tail are billed to them. */
export type LogAccess = "browse" | "query" | "live-tail";
