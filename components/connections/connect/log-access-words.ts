import type { LogAccess } from "#kernel/verdict.ts";

/** What each tier lets the portal do with log groups. */
export const TIER_DOES: Readonly<Record<LogAccess, string>> = {
  browse: "list, search, and read log events",
  query: "list, search, and read log events; query with CloudWatch Logs Insights",
  tail: "list, search, and read log events; query with CloudWatch Logs Insights; Live Tail",
};

/** What that costs the account's owner. */
export const TIER_COSTS: Readonly<Record<LogAccess, string>> = {
  browse: "None. Queries and Live Tail, which AWS bills, are off",
  query: "None for Browse. AWS bills you for the data that a query scans; the portal shows the cost after each query",
  tail: "None for Browse. AWS bills you for the data that a query scans and for each minute of Live Tail; the portal shows the price of Live Tail first, and the cost of a query after it",
};
