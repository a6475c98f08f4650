import type { AuditQuery } from "#lib/connections/shared/review-view.ts";

/** The pattern of the portal's session names, as `lib/aws/role-session.ts` makes them. */
export const SESSION_NAME_PATTERN = "sp-[a-z2-7]{20}";

interface QueryInput {
  readonly externalId: string;
  readonly partnerAccountIds: readonly string[];
  /** The region in which the portal calls STS, and in which CloudTrail records those calls. */
  readonly region: string;
}

/**
 * Ready-made queries for the customer's CloudTrail: who assumed the role through the portal, whether anybody else assumed it, and
 * what was done in those sessions. The SQL is for Athena and the table that the CloudTrail console creates, in which
 * requestparameters is JSON text.
 */
export function auditQueries({ externalId, partnerAccountIds, region }: QueryInput): readonly AuditQuery[] {
  const accounts = partnerAccountIds.map((account) => `'${account}'`).join(", ");
  return [
    {
      title: "AssumeRole calls by the portal, last 90 days",
      for: "AWS CLI",
      say: `Uses CloudTrail event history, so no setup is needed. In each event, roleSessionName is “sp-” followed by 20 characters (a to z, 2 to 7), and the caller is AWS account ${partnerAccountIds.join(" or ")}.`,
      text: [
        `aws cloudtrail lookup-events --region ${region} \\`,
        "  --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRole \\",
        `  --query "Events[?contains(CloudTrailEvent, '${externalId}')].CloudTrailEvent" --output text`,
      ].join("\n"),
    },
    {
      title: "AssumeRole calls without this External ID",
      for: "SQL for Athena",
      say: "Searches your trail. The query must return no rows. A row means that the trust policy allowed another caller or External ID.",
      text: [
        "SELECT eventtime, requestid, useridentity.accountid, requestparameters",
        "FROM cloudtrail_logs",
        "WHERE eventsource = 'sts.amazonaws.com' AND eventname = 'AssumeRole' AND errorcode IS NULL",
        "  AND json_extract_scalar(requestparameters, '$.roleArn') = '<the role’s ARN>'",
        `  AND (useridentity.accountid NOT IN (${accounts})`,
        `    OR coalesce(json_extract_scalar(requestparameters, '$.externalId'), '') <> '${externalId}')`,
        "ORDER BY eventtime DESC",
      ].join("\n"),
    },
    {
      title: "All activity in the portal’s role sessions",
      for: "SQL for Athena",
      say: "Searches your trail. Expect read calls to CloudWatch Logs, sts:GetCallerIdentity (the portal checks which role it assumed), and, if you allowed the role to read its own policies and tags, iam:GetRole, iam:GetRolePolicy, iam:ListRolePolicies, and iam:ListAttachedRolePolicies. If you find any other call without an error code, contact the partner. Some log reads are data events, which a trail records only if you configured it to.",
      text: [
        "SELECT eventtime, eventsource, eventname, awsregion, errorcode, useridentity.arn, requestparameters",
        "FROM cloudtrail_logs",
        "WHERE useridentity.type = 'AssumedRole'",
        `  AND regexp_like(useridentity.arn, ':assumed-role/[^/]+/${SESSION_NAME_PATTERN}$')`,
        "  AND useridentity.sessioncontext.sessionissuer.arn = '<the role’s ARN>'",
        "ORDER BY eventtime DESC",
      ].join("\n"),
    },
  ];
}
