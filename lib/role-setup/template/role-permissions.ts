import type { LogAccessParameter } from "#lib/role-setup/shared/template-parameters.ts";

interface PermissionStatement<Resource> {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: "*" | readonly Resource[];
}

/** Some of the permissions of a role, and the lowest log access that includes them. */
export interface Permission<Resource> {
  readonly from: LogAccessParameter;
  readonly statement: PermissionStatement<Resource>;
}

/**
 * Everything that any log access allows, in order. The actions with the resource `*` have no resource-level permissions (service
 * authorization reference, Amazon CloudWatch Logs). That reference does not list GetLogObject, which returns a part of a log event
 * that is too long for the event itself, so it is allowed like GetLogRecord: on log groups only. Its pointers come from the results
 * of queries, therefore Browse does not include it. DescribeQueries is left out because it shows the queries of everybody in the
 * account. Unmask is never allowed: it shows what a data protection policy hides.
 */
export function permissions<Resource>(logGroups: readonly Resource[]): readonly Permission<Resource>[] {
  const allow = (Sid: string, Action: readonly string[], Resource: "*" | readonly Resource[]): PermissionStatement<Resource> => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
  });
  return [
    { from: "Browse", statement: allow("ListLogGroups", ["logs:DescribeLogGroups", "logs:ListLogGroups"], "*") },
    {
      from: "Browse",
      statement: allow("ReadLogEvents", ["logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"], logGroups),
    },
    {
      from: "Query",
      statement: allow("StopQueriesAndReadIndexes", ["logs:StopQuery", "logs:ListLogGroupsForQuery", "logs:DescribeFieldIndexes"], "*"),
    },
    {
      from: "Query",
      statement: allow(
        "RunQueries",
        ["logs:StartQuery", "logs:GetQueryResults", "logs:GetLogRecord", "logs:GetLogObject", "logs:GetLogGroupFields"],
        logGroups,
      ),
    },
    { from: "LiveTail", statement: allow("StartLiveTail", ["logs:StartLiveTail"], logGroups) },
  ];
}

/** Both forms of a log group's ARN for the groups whose names start with `prefix`: IAM matches some actions with the trailing `:*`. */
export function logGroupArns(scope: { partition: string; accountId: string; prefix: string }): readonly string[] {
  const group = `arn:${scope.partition}:logs:*:${scope.accountId}:log-group:${scope.prefix}*`;
  return [group, `${group}:*`];
}

const INCLUDES: Record<LogAccessParameter, readonly LogAccessParameter[]> = {
  Browse: ["Browse"],
  Query: ["Browse", "Query"],
  LiveTail: ["Browse", "Query", "LiveTail"],
};

/** The permissions policy of a role with one log access: what the template writes, for those who create the role with other tools. */
export function rolePermissions(options: { logAccess: LogAccessParameter; partition: string; accountId: string; logGroupPrefix: string }) {
  const groups = logGroupArns({ partition: options.partition, accountId: options.accountId, prefix: options.logGroupPrefix });
  const granted = permissions(groups).filter(({ from }) => INCLUDES[options.logAccess].includes(from));
  return { Version: "2012-10-17", Statement: granted.map(({ statement }) => statement) } as const;
}

/**
 * What self-inspection allows, on the role itself only: everything that a comparison of a role with the template reads. GetRole
 * returns the trust policy, description, maximum session duration, permissions boundary and tags. All four actions have resource-level
 * permissions (service authorization reference, AWS Identity and Access Management).
 */
export function selfInspection<Resource>(role: Resource): PermissionStatement<Resource> {
  const Action = ["iam:GetRole", "iam:GetRolePolicy", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies"];
  return { Sid: "ReadThisRole", Effect: "Allow", Action, Resource: [role] };
}
