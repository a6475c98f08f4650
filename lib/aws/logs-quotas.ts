/** The read operations with a quota of their own: calls per second, account and region. */
export const COUNTED_OPERATIONS = [
  "DescribeLogGroups",
  "DescribeLogStreams",
  "FilterLogEvents",
  "GetLogEvents",
  "StartQuery",
  "GetQueryResults",
] as const;
export type CountedOperation = (typeof COUNTED_OPERATIONS)[number];

const FILTER_5 = new Set(["ap-northeast-3", "ap-southeast-3", "ca-west-1", "eu-central-1", "il-central-1"]);
const GET_EVENTS_10 = new Set(["us-west-2", "eu-central-1", "eu-west-1", "ap-northeast-3", "ap-southeast-3", "ca-west-1", "il-central-1"]);

/**
 * AWS's default quota of an operation: calls per second in one account and region. Source: CloudWatch Logs user guide,
 * "CloudWatch Logs quotas". The role has no permission to read the account's actual quotas; throttling by AWS shows when they
 * are lower.
 */
export function defaultQuota(operation: CountedOperation, region: string): number {
  switch (operation) {
    case "FilterLogEvents":
      if (region === "us-east-1") return 25;
      return FILTER_5.has(region) ? 5 : 10;
    case "GetLogEvents":
      if (region === "eu-west-3") return 30;
      return GET_EVENTS_10.has(region) ? 10 : 25;
    case "DescribeLogStreams":
      return 25;
    case "DescribeLogGroups":
    case "StartQuery":
    case "GetQueryResults":
      return 10;
  }
}
