/** What staff can do to many connections or customers at once. */
export const ACTION_KINDS = ["verify", "rotate", "upgrade", "suspend", "resume", "resend", "tag", "untag"] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/**
 * `running`: its verification has not finished. `failed` and `refused` are problems: the act was not possible, or the person who started
 * the action may no longer do it. `skipped`: there was nothing to do. `stopped`: the action was stopped before.
 */
export type ActionItemState = "waiting" | "running" | "done" | "failed" | "refused" | "skipped" | "stopped";

/** What a list of items shows. */
export const ITEM_GROUPS = ["all", "done", "changed", "problems", "waiting", "skipped"] as const;
export type ItemGroup = (typeof ITEM_GROUPS)[number];
