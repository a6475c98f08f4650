import { isIP } from "node:net";

type FieldValue = string | number | boolean;

/** Source: CloudWatch Logs user guide, "Supported logs and discovered fields". */
const MAX_FIELDS = 200;
const FLOW_LOG =
  /^(\d+) (\d{12}|unknown) (eni-\w+) (\S+) (\S+) (\d+|-) (\d+|-) (\d+|-) (\d+|-) (\d+|-) (\d+) (\d+) (ACCEPT|REJECT|-) (OK|NODATA|SKIPDATA)$/;
const FLOW_FIELDS = [
  ...["version", "accountId", "interfaceId", "srcAddr", "dstAddr", "srcPort", "dstPort"],
  ...["protocol", "packets", "bytes", "startTime", "endTime", "action", "logStatus"],
];
const ROUTE_53 = /^(\d\.\d) (\d{4}-\d\d-\d\dT\S+Z) (\S+) (\S+) ([A-Z]+) ([A-Z]+) (UDP|TCP) (\S+) (\S+) \S+$/;
const ROUTE_53_FIELDS = [
  ...["version", "queryTimestamp", "hostZoneId", "queryName", "queryType", "responseCode", "protocol", "edgeLocation", "resolverIp"],
];
const LAMBDA_LINE = /^(START|END|REPORT) RequestId: ([\w-]+)/;
/** The values of a REPORT line. Memory is in bytes, with 1,000,000 for an MB as in AWS's example `@memorySize / 1000 / 1000`. */
const LAMBDA_VALUES: readonly [string, RegExp, number][] = [
  ["@duration", /\tDuration: ([\d.]+) ms/, 1],
  ["@billedDuration", /\tBilled Duration: ([\d.]+) ms/, 1],
  ["@memorySize", /\tMemory Size: (\d+) MB/, 1_000_000],
  ["@maxMemoryUsed", /\tMax Memory Used: (\d+) MB/, 1_000_000],
];

/**
 * The fields that Logs Insights discovers in a message: those of JSON, with nested names and the positions in arrays joined by dots; of
 * VPC flow logs and Route 53 queries; and in Lambda's log groups of the lines of the platform and of the first JSON in a message.
 * A name that starts with `@` gets one more, and JSON's null is no field.
 */
export function discoverFields(message: string, logGroupName: string): ReadonlyMap<string, FieldValue> {
  const fields = new Map<string, FieldValue>();
  if (message.startsWith("{")) {
    const json = parseJson(message);
    if (json !== undefined) flatten(json, "", fields);
    return fields;
  }
  if (logGroupName.startsWith("/aws/lambda/")) discoverLambda(message, fields);
  else discoverColumns(message, fields);
  return fields;
}

function discoverColumns(message: string, fields: Map<string, FieldValue>): void {
  const flow = FLOW_LOG.exec(message);
  const query = flow === null ? ROUTE_53.exec(message) : null;
  const names = flow === null ? ROUTE_53_FIELDS : FLOW_FIELDS;
  for (const [n, value] of (flow ?? query ?? []).slice(1).entries()) {
    const isNumber = /^\d+$/.test(value) && isIP(value) === 0;
    if (value !== "-") fields.set(names[n] ?? "", isNumber ? Number(value) : value);
  }
}

function discoverLambda(message: string, fields: Map<string, FieldValue>): void {
  const [, type, requestId] = LAMBDA_LINE.exec(message) ?? [];
  if (type !== undefined && requestId !== undefined) {
    fields.set("@type", type).set("@requestId", requestId);
    for (const [name, pattern, factor] of LAMBDA_VALUES) {
      const value = pattern.exec(message)?.[1];
      if (value !== undefined) fields.set(name, Number(value) * factor);
    }
    return;
  }
  const begin = message.indexOf("{");
  const json = begin === -1 ? undefined : parseJson(message.slice(begin, endOfJson(message, begin)));
  if (json !== undefined) flatten(json, "", fields);
}

/** The position after the brace that closes the one at `begin`. Braces in strings don't count. */
function endOfJson(message: string, begin: number): number {
  const piece = /"(?:[^"\\]|\\.)*"|[{}]/g;
  piece.lastIndex = begin;
  let depth = 0;
  for (let match = piece.exec(message); match !== null; match = piece.exec(message)) {
    if (match[0] === "{") depth++;
    if (match[0] === "}" && --depth === 0) return piece.lastIndex;
  }
  return message.length;
}

/** The value of a JSON text; undefined if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function flatten(value: unknown, name: string, fields: Map<string, FieldValue>): void {
  if (fields.size >= MAX_FIELDS) return;
  if (typeof value === "object" && value !== null) {
    for (const key of Object.keys(value)) {
      const child = (value as Readonly<Record<string, unknown>>)[key];
      flatten(child, name === "" ? (key.startsWith("@") ? `@${key}` : key) : `${name}.${key}`, fields);
    }
  } else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") fields.set(name, value);
}
