import type { LogAccess } from "#kernel/verification/verdict.ts";

/** What the role of a connection allows, as AWS names it. */
export const LOG_ACCESS_NAMES: Readonly<Record<LogAccess, string>> = { browse: "Browse", query: "Query", "live-tail": "Live Tail" };
