import type { EstimateWithThreshold } from "./query-view.ts";

/** Characters of a query. Source: CloudWatch Logs API reference, StartQuery, `queryString`. */
export const LONGEST_QUERY = 10_000;
/** Log groups that a query reads. Source: CloudWatch Logs API reference, StartQuery, `logGroupNames`. */
export const MOST_GROUPS = 50;

/** Whether a query asks before it runs: it would probably scan more than the threshold of its connection, or nobody knows how much. */
export function asksFirst<T extends Pick<EstimateWithThreshold, "estimate" | "thresholdBytes">>(
  of: T,
): of is T & { thresholdBytes: number } {
  const { estimate, thresholdBytes } = of;
  return thresholdBytes !== null && (estimate === null || estimate.likelyBytes > thresholdBytes);
}
