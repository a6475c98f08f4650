import type { CloudTrailQuery } from "./cloudtrail-queries.ts";

/** The known facts of a time in which a role could be assumed without its External ID. */
export interface KnownGap {
  /** The last secure verification, in milliseconds since 1970, UTC; null when none is known. */
  readonly since: number | null;
  /** The region of the STS endpoint, which also determines the partition. */
  readonly region: string;
  /** Null when the role was never verified. */
  readonly roleId: string | null;
  readonly externalId: string;
}

const CLOCKS_DIFFER_MS = 5 * 60_000;
/** How the CLI and Athena queries name the assumed role in an AssumeRole response: the role ID, a colon and the session name. */
const ANSWERED = "json_extract_scalar(responseelements, '$.assumedRoleUser.assumedRoleId')";

/** CloudTrail query for who changed the role's trust policy. IAM calls are recorded in one region of each partition. Pure. */
export function whoChangedIt(gap: KnownGap): CloudTrailQuery {
  return {
    tool: "AWS CLI",
    description: "",
    text: [
      `aws cloudtrail lookup-events --region ${regionOfIam(gap.region)} \\`,
      `  --lookup-attributes AttributeKey=EventName,AttributeValue=UpdateAssumeRolePolicy \\`,
      ...startOf(gap),
      '  --query "Events[].[EventTime, Username, Resources[0].ResourceName]" --output table',
    ].join("\n"),
  };
}

/**
 * CloudTrail queries for AssumeRole calls without the External ID: the Event history of one region, and all regions with
 * Athena. Pure.
 */
export function whoUsedTheGap(gap: KnownGap): readonly CloudTrailQuery[] {
  const { since, region, roleId, externalId } = gap;
  const holds = (text: string) => `contains(CloudTrailEvent, \`"${text}"\`)`;
  const ofRole = roleId === null ? "" : `${holds(roleId)} && `;
  return [
    {
      tool: "AWS CLI",
      description:
        "Uses CloudTrail event history, so no setup is needed. It covers one Region: run it for each Region in which AWS STS is active.",
      text: [
        `aws cloudtrail lookup-events --region ${region} \\`,
        "  --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRole \\",
        ...startOf(gap),
        // In single quotes, because an interactive shell expands "!contains" in double quotes as a history reference.
        `  --query 'Events[?${ofRole}!${holds(externalId)}].CloudTrailEvent' --output text`,
      ].join("\n"),
    },
    {
      tool: "Athena",
      description: "Uses the Athena table that the CloudTrail console creates for a trail. It covers all Regions.",
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

/** The region of each partition in which CloudTrail records IAM calls. */
function regionOfIam(region: string): string {
  if (region.startsWith("us-gov-")) return "us-gov-west-1";
  return region.startsWith("cn-") ? "cn-north-1" : "us-east-1";
}
