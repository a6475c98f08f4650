/** What one whole run proves; `lost` is a run whose process died. Only `secure` opens anything. */
export type Verdict = "secure" | "insecure" | "refused" | "inconclusive" | "lost";

/** Why a run was made. */
export type RunReason = "submit" | "recheck" | "schedule" | "rotation" | "confirm" | "staff";

/** What the role may do in the customer's account: Browse is free for the customer, Query and Tail cost them. */
export type LogAccess = "browse" | "query" | "tail";
