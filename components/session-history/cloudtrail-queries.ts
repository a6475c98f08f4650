/** The known facts of a role session to find in CloudTrail. */
export interface KnownSession {
  readonly sessionName: string;
  /** Null when the session has none. */
  readonly sourceIdentity: string | null;
  /** Null searches for every session of that name around the time. */
  readonly requestId: string | null;
  /** The region of the STS endpoint. */
  readonly region: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

export interface CloudTrailQuery {
  readonly tool: string;
  /** What the query needs and what it finds. */
  readonly description: string;
  readonly text: string;
}

const MINUTE = 60_000;
/** Milliseconds. A session lasts at most an hour, and clocks differ. */
const LIVES_MS = 65 * MINUTE;

const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const sqlTime = (ms: number) => iso(ms).replace("T", " ").replace("Z", "");

/** CloudTrail queries for the customer's account about one session: its AssumeRole call, and its activity. Pure. */
export function cloudTrailQueries({ sessionName, sourceIdentity, requestId, region, at }: KnownSession): readonly CloudTrailQuery[] {
  // AWS keeps the source identity through role chaining, where the session name may change, so it finds all activity.
  const ifNamed = (line: (identity: string) => string) => (sourceIdentity === null ? [] : [line(sourceIdentity)]);
  const [from, to, end] = [at - 5 * MINUTE, at + 5 * MINUTE, at + LIVES_MS];
  return [
    {
      tool: "AWS CLI",
      description: "Uses CloudTrail event history (last 90 days), so no setup is needed.",
      text: [
        `aws cloudtrail lookup-events --region ${region} \\`,
        `  --start-time ${iso(from)} --end-time ${iso(to)} \\`,
        "  --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRole \\",
        `  --query "Events[?contains(CloudTrailEvent, '${requestId ?? sessionName}')].CloudTrailEvent" --output text`,
      ].join("\n"),
    },
    {
      tool: "CloudTrail Lake",
      description: "Uses a CloudTrail Lake event data store. Finds the AssumeRole event and all activity of the session.",
      text: [
        "SELECT eventTime, eventSource, eventName, requestID, errorCode, userIdentity.arn",
        "FROM <event data store ID>",
        `WHERE eventTime BETWEEN '${sqlTime(from)}' AND '${sqlTime(end)}'`,
        `  AND (element_at(requestParameters, 'roleSessionName') = '${sessionName}'`,
        ...ifNamed((identity) => `    OR userIdentity.sessionContext.sourceIdentity = '${identity}'`),
        `    OR userIdentity.arn LIKE '%:assumed-role/%/${sessionName}')`,
        "ORDER BY eventTime",
      ].join("\n"),
    },
    {
      tool: "Logs Insights",
      description: `Uses the CloudWatch log group of a trail, from ${iso(from)} to ${iso(end)}. Finds the AssumeRole event and all activity of the session.`,
      text: [
        "fields eventTime, eventSource, eventName, requestID, errorCode, userIdentity.arn",
        [
          `| filter requestParameters.roleSessionName = "${sessionName}"`,
          ...ifNamed((identity) => `userIdentity.sessionContext.sourceIdentity = "${identity}"`),
          `userIdentity.arn like /\\/${sessionName}$/`,
        ].join(" or "),
        "| sort eventTime asc",
      ].join("\n"),
    },
    {
      tool: "Athena",
      description:
        "Uses the Athena table that the CloudTrail console creates for a trail. Finds the AssumeRole event and all activity of the session.",
      text: [
        "SELECT eventtime, eventsource, eventname, requestid, errorcode, useridentity.arn",
        "FROM cloudtrail_logs",
        `WHERE eventtime BETWEEN '${iso(from)}' AND '${iso(end)}'`,
        `  AND (json_extract_scalar(requestparameters, '$.roleSessionName') = '${sessionName}'`,
        // That table has no column for a session's source identity, so this finds only the AssumeRole calls.
        ...ifNamed((identity) => `    OR json_extract_scalar(requestparameters, '$.sourceIdentity') = '${identity}'`),
        `    OR useridentity.arn LIKE '%:assumed-role/%/${sessionName}')`,
        "ORDER BY eventtime",
      ].join("\n"),
    },
  ];
}
