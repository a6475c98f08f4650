import { readLogLine } from "#components/logs/text/read-log-line.ts";

/** Values that CloudWatch Logs discovers in one event, by the names that they have in a query. */
export type DiscoveredFields = ReadonlyMap<string, "number" | "text">;

/** Fields with more levels, or in events with more fields, are rarely what a person looks for. */
const DEEPEST = 4;
/** Source of these names and formats: CloudWatch Logs user guide, "Supported logs and discovered fields". */
const FLOW_LOG =
  /^\d+ (?:\d{12}|unknown) eni-\w+ (\S+) (\S+) (?:\d+|-) (?:\d+|-) (?:\d+|-) (?:\d+|-) (?:\d+|-) \d+ \d+ (?:ACCEPT|REJECT|-) (?:OK|NODATA|SKIPDATA)$/;
const FLOW_TEXTS = ["interfaceId", "srcAddr", "dstAddr", "action", "logStatus"];
const FLOW_NUMBERS = ["version", "accountId", "srcPort", "dstPort", "protocol", "packets", "bytes", "startTime", "endTime"];
const ROUTE_53 = /^\d\.\d \d{4}-\d\d-\d\dT\S+Z Z\w+ \S+ [A-Z0-9]+ [A-Z]+ (?:UDP|TCP|TLS|HTTPS?) \S+ \S+ \S+$/;
const ROUTE_53_FIELDS = [
  ...["version", "queryTimestamp", "hostZoneId", "queryName", "queryType", "responseCode", "protocol", "edgeLocation", "resolverIp"],
];
const LAMBDA_LINE = /^(START|END|REPORT) RequestId: [\w-]+/;
const LAMBDA_NUMBERS: readonly (readonly [field: string, text: RegExp])[] = [
  ["@duration", /\tDuration: [\d.]+ ms/],
  ["@billedDuration", /\tBilled Duration: [\d.]+ ms/],
  ["@memorySize", /\tMemory Size: \d+ MB/],
  ["@maxMemoryUsed", /\tMax Memory Used: \d+ MB/],
  ["@initDuration", /\tInit Duration: [\d.]+ ms/],
];

/**
 * The fields that CloudWatch Logs discovers in an event: those of a JSON object, nested ones with dots; of VPC flow logs in the default
 * format and of Route 53 queries; and of the lines that Lambda's platform writes.
 */
export function discoveredFields(message: string): DiscoveredFields {
  const found = new Map<string, "number" | "text">();
  const line = message.trimEnd();
  const { fields } = readLogLine(message);
  if (fields !== null) collect(fields, "", 1, found);
  else if (LAMBDA_LINE.test(line)) {
    found.set("@type", "text").set("@requestId", "text");
    for (const [field, text] of LAMBDA_NUMBERS) if (text.test(line)) found.set(field, "number");
  } else if (FLOW_LOG.test(line)) {
    for (const name of FLOW_TEXTS) found.set(name, "text");
    for (const name of FLOW_NUMBERS) found.set(name, "number");
  } else if (ROUTE_53.test(line)) for (const name of ROUTE_53_FIELDS) found.set(name, "text");
  return found;
}

function collect(fields: Readonly<Record<string, unknown>>, before: string, depth: number, into: Map<string, "number" | "text">): void {
  for (const [name, value] of Object.entries(fields)) {
    // A backtick or a control character in a name could add commands to a query that is written with it.
    if (/[`\p{Cc}]/u.test(name)) continue;
    // A field whose name begins with "@" shows with a second one, because one marks the fields of the system.
    const path = before === "" && name.startsWith("@") ? `@${name}` : `${before}${name}`;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      if (depth < DEEPEST) collect(value as Record<string, unknown>, `${path}.`, depth + 1, into);
    } else into.set(path, typeof value === "number" ? "number" : "text");
  }
}

/** A format whose lines have no discovered fields, so that a query must parse them. */
export type TextFormat = "alb" | "common-log";

/** Source: Elastic Load Balancing user guide, "Access log entries" of Application Load Balancers. */
const ALB =
  /^(?:http|https|h2|grpcs|ws|wss) \d{4}-\d\d-\d\dT\S+Z app\/\S+ \S+ \S+ -?[\d.]+ -?[\d.]+ -?[\d.]+ (?:\d{3}|-) (?:\d{3}|-) \d+ \d+ "/;
/** Source: API Gateway developer guide, "Set up CloudWatch logging", the format CLF; web servers write the same. */
const COMMON_LOG = /^\S+ \S+ .{1,200}? \[[^\]]{10,40}\] "?[A-Z]{3,7} \S+ HTTP\/[\d.]+"? \d{3} (?:\d+|-)/;

/** The formats of these events that are recognized by their text. */
export function textFormats(messages: readonly string[]): readonly TextFormat[] {
  const found: TextFormat[] = [];
  if (messages.some((message) => ALB.test(message))) found.push("alb");
  if (messages.some((message) => COMMON_LOG.test(message))) found.push("common-log");
  return found;
}
