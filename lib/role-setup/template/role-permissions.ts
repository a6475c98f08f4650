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
 * Everything that any log access allows, in order. DescribeLogGroups, ListLogGroups and StopQuery have no resource-level
 * permissions, so their resource is `*`. Source: service authorization reference, Amazon CloudWatch Logs.
 */
export function permissions<Resource>(logGroups: readonly Resource[]): readonly Permission<Resource>[] {
  const allow = (Sid: string, Action: readonly string[], Resource: "*" | readonly Resource[]): PermissionStatement<Resource> => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
  });
  return [
    { from: "Browse", statement: allow("Discover", ["logs:DescribeLogGroups", "logs:ListLogGroups"], "*") },
    { from: "Browse", statement: allow("Browse", ["logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"], logGroups) },
    { from: "Query", statement: allow("Stop", ["logs:StopQuery"], "*") },
    {
      from: "Query",
      statement: allow("Query", ["logs:StartQuery", "logs:GetQueryResults", "logs:GetLogRecord", "logs:GetLogGroupFields"], logGroups),
    },
    { from: "Tail", statement: allow("Tail", ["logs:StartLiveTail"], logGroups) },
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
  Tail: ["Browse", "Query", "Tail"],
};

/** The permissions policy of a role with one log access: what the template writes, for those who create the role with other tools. */
export function rolePermissions(options: { logAccess: LogAccessParameter; partition: string; accountId: string; logGroupPrefix: string }) {
  const groups = logGroupArns({ partition: options.partition, accountId: options.accountId, prefix: options.logGroupPrefix });
  const granted = permissions(groups).filter(({ from }) => INCLUDES[options.logAccess].includes(from));
  return { Version: "2012-10-17", Statement: granted.map(({ statement }) => statement) } as const;
}
