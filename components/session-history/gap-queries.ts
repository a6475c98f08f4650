import type { CloudTrailQuery } from "./cloudtrail-queries.ts";

/** What one knows of a time in which a role opened without its External ID. */
export interface KnownGap {
  /** The last check that found the role shut, in milliseconds since 1970, UTC; null when none is known. */
  readonly since: number | null;
  /** Where STS was asked: says the partition, too. */
  readonly region: string;
  /** Null while the role was never proven. */
  readonly roleId: string | null;
  readonly externalId: string;
}

const CLOCKS_DIFFER_MS = 5 * 60_000;
/** What the CLI's and Athena's queries call an answer of AssumeRole: the role's id, and the session's name behind a colon. */
const ANSWERED = "json_extract_scalar(responseelements, '$.assumedRoleUser.assumedRoleId')";

/** Ready questions to the customer's own CloudTrail: who changed the role's trust policy. IAM's calls are kept in one region. Pure. */
export function whoChangedIt(gap: KnownGap): CloudTrailQuery {
  return {
    tool: "AWS CLI",
    say: "",
    text: [
      `aws cloudtrail lookup-events --region ${regionOfIam(gap.region)} \\`,
      `  --lookup-attributes AttributeKey=EventName,AttributeValue=UpdateAssumeRolePolicy \\`,
      ...startOf(gap),
      '  --query "Events[].[EventTime, Username, Resources[0].ResourceName]" --output table',
    ].join("\n"),
  };
}

/** Who opened the role otherwise than with its External ID: from Event history of one region, and over a whole trail. Pure. */
export function whoUsedTheGap(gap: KnownGap): readonly CloudTrailQuery[] {
  const { since, region, roleId, externalId } = gap;
  const holds = (text: string) => `contains(CloudTrailEvent, \`"${text}"\`)`;
  const ofRole = roleId === null ? "" : `${holds(roleId)} && `;
  return [
    {
      tool: "AWS CLI",
      say: "Uses CloudTrail event history, so no setup is needed. It covers one region: run it for each region in which AWS STS is active.",
      text: [
        `aws cloudtrail lookup-events --region ${region} \\`,
        "  --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRole \\",
        ...startOf(gap),
        // In single quotes: within double ones an interactive shell takes "!contains" for its history.
        `  --query 'Events[?${ofRole}!${holds(externalId)}].CloudTrailEvent' --output text`,
      ].join("\n"),
    },
    {
      tool: "Athena",
      say: "Uses the Athena table that the CloudTrail console creates for a trail. It covers all regions.",
      text: [
        "SELECT eventtime, awsregion, requestid, sourceipaddress, useridentity.arn, requestparameters",
        "FROM cloudtrail_logs",
        "WHERE eventsource = 'sts.amazonaws.com' AND eventname = 'AssumeRole' AND errorcode IS NULL",
        ...(since === null ? [] : [`  AND eventtime >= '${iso(since - CLOCKS_DIFFER_MS)}'`]),
        roleId === null
          ? "  AND json_extract_scalar(requestparameters, '$.roleArn') = '<the role’s ARN>'"
          : `  AND ${ANSWERED} LIKE '${roleId}:%'`,
        `  AND coalesce(json_extract_scalar(requestparameters, '$.externalId'), '') <> '${externalId}'`,
        "ORDER BY eventtime",
      ].join("\n"),
    },
  ];
}

const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

function startOf({ since }: KnownGap): readonly string[] {
  return since === null ? [] : [`  --start-time ${iso(since - CLOCKS_DIFFER_MS)} \\`];
}

/** IAM has one home in each partition, and CloudTrail keeps its calls there. */
function regionOfIam(region: string): string {
  if (region.startsWith("us-gov-")) return "us-gov-west-1";
  return region.startsWith("cn-") ? "cn-north-1" : "us-east-1";
}
