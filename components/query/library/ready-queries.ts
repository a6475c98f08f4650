import type { TextFormat } from "#components/query/fields/discovered-fields.ts";
import type { QueryField } from "#components/query/language/complete-query.ts";
import { parametersIn } from "#components/query/parameters/fill-parameters.ts";

/** A query that the portal offers. */
export interface ReadyQuery {
  readonly name: string;
  readonly query: string;
  /** What its result is shown as. */
  readonly shows: "Time series" | "Bars" | "Number" | "Rows";
}

/** Ready queries for one kind of log, which is recognized by the fields of its events, or by their format if they have none. */
export interface ReadyQueries {
  readonly kind: string;
  /** Fields of which every one must be present. */
  readonly needs: readonly string[];
  readonly format?: TextFormat;
  readonly queries: readonly ReadyQuery[];
}

const rows = (name: string, query: string): ReadyQuery => ({ name, query, shows: "Rows" });
const bars = (name: string, query: string): ReadyQuery => ({ name, query, shows: "Bars" });
const time = (name: string, query: string): ReadyQuery => ({ name, query, shows: "Time series" });
const one = (name: string, query: string): ReadyQuery => ({ name, query, shows: "Number" });

const ALB_FIELDS =
  "parse @message /^\\S+ \\S+ \\S+ \\S+ (?<target>\\S+) \\S+ (?<target_time>\\S+) \\S+ (?<elb_status_code>\\S+) (?<target_status_code>\\S+) /";
const COMMON_LOG_FIELDS = 'parse @message /^(?<ip>\\S+) .*?\\] "?[A-Z]+ (?<path>\\S+) HTTP\\/[0-9.]+"? (?<status>[0-9]+)/';

/**
 * The library. Sources for the fields: CloudWatch Logs user guide, "Supported logs and discovered fields" and "Sample queries"; the
 * user guides of the services for their log formats.
 */
export const READY_QUERIES: readonly ReadyQueries[] = [
  {
    kind: "Any log",
    needs: [],
    queries: [
      rows("Newest events", "fields @timestamp, @message\n| sort @timestamp desc\n| limit 100"),
      rows(
        "Events with “error” in the message",
        "fields @timestamp, @message\n| filter @message like /(?i)error/\n| sort @timestamp desc\n| limit 100",
      ),
      rows(
        "Events with text that you enter",
        'fields @timestamp, @message\n| filter @message like "{{text}}"\n| sort @timestamp desc\n| limit 100',
      ),
      time("Events over time", "stats count(*) as events by bin(5m)"),
      bars("Log streams with the most events", "stats count(*) as events by @logStream\n| sort events desc\n| limit 20"),
      one("How many events", "stats count(*) as events"),
    ],
  },
  {
    kind: "JSON",
    needs: ["level"],
    queries: [
      time("Events over time by level", "stats count(*) as events by bin(5m), level"),
      bars("Events by level", "stats count(*) as events by level\n| sort events desc"),
      rows("Newest errors", "fields @timestamp, @message\n| filter level like /(?i)error/\n| sort @timestamp desc\n| limit 100"),
      time(
        "Share of errors in percent",
        'fields strcontains(tolower(level), "error") as failed\n| stats avg(failed) * 100 as error_percent by bin(5m)',
      ),
    ],
  },
  {
    kind: "Requests in JSON",
    needs: ["status"],
    queries: [
      time("Requests over time by status", "stats count(*) as requests by bin(5m), status"),
      bars("Requests by status", "stats count(*) as requests by status\n| sort requests desc"),
      bars("Paths with the most server errors", "filter status >= 500\n| stats count(*) as errors by path\n| sort errors desc\n| limit 20"),
    ],
  },
  {
    kind: "Lambda",
    needs: ["@type", "@requestId"],
    queries: [
      time("Duration", 'filter @type = "REPORT"\n| stats avg(@duration) as average, pct(@duration, 99) as p99 by bin(5m)'),
      time(
        "Invocations and cold starts",
        'filter @type = "REPORT"\n| stats count(*) as invocations, count(@initDuration) as cold_starts by bin(5m)',
      ),
      rows(
        "Slowest invocations",
        'filter @type = "REPORT"\n| fields @timestamp, @requestId, @duration, @maxMemoryUsed\n| sort @duration desc\n| limit 20',
      ),
      one(
        "Memory that was never used, in MB",
        'filter @type = "REPORT"\n| stats max(@memorySize / 1000 / 1000) - max(@maxMemoryUsed / 1000 / 1000) as unused_mb',
      ),
      rows(
        "Timeouts",
        "filter @message like /Task timed out/\n| fields @timestamp, @requestId, @message\n| sort @timestamp desc\n| limit 50",
      ),
    ],
  },
  {
    kind: "Lambda (JSON)",
    needs: ["type", "record.requestId"],
    queries: [
      time(
        "Duration",
        'filter type = "platform.report"\n| stats avg(record.metrics.durationMs) as average, pct(record.metrics.durationMs, 99) as p99 by bin(5m)',
      ),
      time(
        "Invocations and cold starts",
        'filter type = "platform.report"\n| stats count(*) as invocations, count(record.metrics.initDurationMs) as cold_starts by bin(5m)',
      ),
      bars(
        "Invocations by status",
        'filter type = "platform.report"\n| stats count(*) as invocations by record.status\n| sort invocations desc',
      ),
    ],
  },
  {
    kind: "VPC flow logs",
    needs: ["srcAddr", "dstAddr", "action"],
    queries: [
      bars("Addresses that send the most bytes", "stats sum(bytes) as sent by srcAddr\n| sort sent desc\n| limit 20"),
      time("Rejected packets over time", 'filter action = "REJECT"\n| stats sum(packets) as rejected by bin(5m)'),
      bars(
        "Rejected destination ports",
        'filter action = "REJECT"\n| stats count(*) as records by dstPort\n| sort records desc\n| limit 20',
      ),
      bars(
        "Pairs of addresses with the most bytes",
        "stats sum(bytes) as transferred by srcAddr, dstAddr\n| sort transferred desc\n| limit 20",
      ),
    ],
  },
  {
    kind: "CloudTrail",
    needs: ["eventSource", "eventName"],
    queries: [
      bars("Calls by service", "stats count(*) as calls by eventSource\n| sort calls desc\n| limit 20"),
      time("Denied calls over time", "filter errorCode like /AccessDenied|UnauthorizedOperation/\n| stats count(*) as denied by bin(5m)"),
      rows(
        "Denied calls",
        "filter errorCode like /AccessDenied|UnauthorizedOperation/\n| fields @timestamp, eventSource, eventName, userIdentity.arn, errorCode\n| sort @timestamp desc\n| limit 100",
      ),
      rows(
        "Sign-ins to the console",
        'filter eventName = "ConsoleLogin"\n| fields @timestamp, userIdentity.arn, sourceIPAddress, responseElements.ConsoleLogin\n| sort @timestamp desc\n| limit 100',
      ),
      bars(
        "Roles that were assumed",
        'filter eventName = "AssumeRole"\n| stats count(*) as times by requestParameters.roleArn\n| sort times desc\n| limit 20',
      ),
    ],
  },
  {
    kind: "API Gateway",
    needs: ["httpMethod", "status"],
    queries: [
      time("Requests over time by status", "stats count(*) as requests by bin(5m), status"),
      bars("Server errors by path", "filter status >= 500\n| stats count(*) as errors by resourcePath\n| sort errors desc\n| limit 20"),
      bars("Callers with the most requests", "stats count(*) as requests by ip\n| sort requests desc\n| limit 20"),
    ],
  },
  {
    kind: "Load balancer (ALB)",
    needs: ["elb_status_code"],
    queries: [
      time("Requests over time by status", "stats count(*) as requests by bin(5m), elb_status_code"),
      time("Time of the targets", "stats avg(target_processing_time) as average, pct(target_processing_time, 99) as p99 by bin(5m)"),
      bars(
        "Targets with the most errors",
        "filter target_status_code >= 500\n| stats count(*) as errors by target_ip\n| sort errors desc\n| limit 20",
      ),
    ],
  },
  {
    kind: "Load balancer (ALB), text",
    needs: [],
    format: "alb",
    queries: [
      time("Requests over time by status", `${ALB_FIELDS}\n| stats count(*) as requests by bin(5m), elb_status_code`),
      time(
        "Time of the targets",
        `${ALB_FIELDS}\n| filter target_time >= 0\n| stats avg(target_time) as average, pct(target_time, 99) as p99 by bin(5m)`,
      ),
      bars(
        "Targets with the most errors",
        `${ALB_FIELDS}\n| filter target_status_code >= 500\n| stats count(*) as errors by target\n| sort errors desc\n| limit 20`,
      ),
    ],
  },
  {
    kind: "Requests in the common log format",
    needs: [],
    format: "common-log",
    queries: [
      time("Requests over time by status", `${COMMON_LOG_FIELDS}\n| stats count(*) as requests by bin(5m), status`),
      bars(
        "Paths with the most server errors",
        `${COMMON_LOG_FIELDS}\n| filter status >= 500\n| stats count(*) as errors by path\n| sort errors desc\n| limit 20`,
      ),
      bars("Callers with the most requests", `${COMMON_LOG_FIELDS}\n| stats count(*) as requests by ip\n| sort requests desc\n| limit 20`),
    ],
  },
  {
    kind: "Container Insights",
    needs: ["ClusterName", "Type"],
    queries: [
      time("CPU by cluster", "stats avg(CpuUtilized) as cpu by bin(5m), ClusterName"),
      bars(
        "Tasks with the most memory",
        'filter Type = "Task"\n| stats max(MemoryUtilized) as memory by TaskId\n| sort memory desc\n| limit 20',
      ),
    ],
  },
];

const WITHOUT_PARAMETERS = READY_QUERIES.map((kind) => ({
  ...kind,
  queries: kind.queries.filter(({ query }) => parametersIn(query).length === 0),
}));

/**
 * The kinds whose fields or format are present, and the others after them. Those that are recognized by the most come first, so that a
 * special kind comes before JSON in general, and queries for any log come last.
 * @param takesParameters whether the page asks for the values of parameters; without it, queries with parameters are left out
 */
export function offeredQueries(
  fields: readonly QueryField[],
  formats: readonly TextFormat[] = [],
  takesParameters = true,
): {
  readonly fitting: readonly ReadyQueries[];
  readonly others: readonly ReadyQueries[];
} {
  const present = new Set(fields.map(({ name }) => name));
  const fits = ({ needs, format }: ReadyQueries) =>
    format === undefined ? needs.every((name) => present.has(name)) : formats.includes(format);
  const weight = ({ needs, format }: ReadyQueries) => (format === undefined ? needs.length : 3);
  const all = takesParameters ? READY_QUERIES : WITHOUT_PARAMETERS;
  return {
    fitting: all.filter(fits).toSorted((a, b) => weight(b) - weight(a)),
    others: all.filter((kind) => !fits(kind)),
  };
}
