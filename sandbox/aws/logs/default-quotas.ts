const FILTER_5: ReadonlySet<string> = new Set(["ap-northeast-3", "ap-southeast-3", "ca-west-1", "eu-central-1", "il-central-1"]);
const GET_EVENTS_10: ReadonlySet<string> = new Set([
  ...["us-west-2", "eu-central-1", "eu-west-1", "ap-northeast-3", "ap-southeast-3", "ca-west-1", "il-central-1"],
]);

/** Calls per second, for each account and Region, of the operations whose quota is the same in every Region. */
const EVERYWHERE: Readonly<Record<string, number>> = {
  CreateLogGroup: 10,
  CreateLogStream: 50,
  DeleteLogGroup: 10,
  DeleteLogStream: 15,
  DeleteRetentionPolicy: 5,
  DescribeLogGroups: 10,
  DescribeLogStreams: 25,
  GetQueryResults: 10,
  ListTagsForResource: 5,
  ListTagsLogGroup: 5,
  PutLogEvents: 5000,
  PutRetentionPolicy: 5,
  StartLiveTail: 5,
  StartQuery: 10,
  TagLogGroup: 5,
  TagResource: 5,
  UntagLogGroup: 5,
  UntagResource: 5,
};

/**
 * AWS's default quota of an operation of CloudWatch Logs: calls per second in one account and Region. Undefined for operations for which
 * AWS documents none, such as StopQuery, GetLogRecord, GetLogGroupFields and ListLogGroups.
 * The sandbox's own copy of what the portal also knows, so that a wrong number in the portal is noticed.
 * Source: CloudWatch Logs user guide, "CloudWatch Logs quotas", the quotas named "… throttle limit in transactions per second"
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html).
 */
export function defaultLogsQuota(operation: string, region: string): number | undefined {
  if (operation === "FilterLogEvents") return region === "us-east-1" ? 25 : FILTER_5.has(region) ? 5 : 10;
  if (operation === "GetLogEvents") return region === "eu-west-3" ? 30 : GET_EVENTS_10.has(region) ? 10 : 25;
  return EVERYWHERE[operation];
}
