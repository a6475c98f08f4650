import type { Tier } from "#lib/kernel/verdict.ts";

/** What each tier lets the portal do with log groups. */
export const TIER_DOES: Readonly<Record<Tier, string>> = {
  browse: "list, search, read",
  query: "list, search, read, query with Logs Insights",
  tail: "list, search, read, query with Logs Insights, watch live",
};

/** What that costs the account's owner. */
export const TIER_COSTS: Readonly<Record<Tier, string>> = {
  browse: "Nothing. Queries and live tail, which AWS bills, are off",
  query: "Nothing for browsing. AWS bills you for what a query scans; the portal says afterwards how much",
  tail: "Nothing for browsing. AWS bills you for what a query scans and for each minute of live tail; the portal shows live tail’s price first, a query’s afterwards",
};
