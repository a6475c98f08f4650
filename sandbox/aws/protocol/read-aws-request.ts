import type { IncomingMessage } from "node:http";
import type { CallFacts } from "#sandbox/aws/faults/fault-store.ts";

type QueryService = "sts" | "iam" | "cloudformation";

/** The services of the Query protocol by their API version. */
const VERSIONS: ReadonlyMap<string, QueryService> = new Map([
  ["2010-05-08", "iam"],
  ["2010-05-15", "cloudformation"],
  ["2011-06-15", "sts"],
]);

type Protocol =
  | { readonly kind: "query"; readonly service: QueryService; readonly version: string; readonly fields: URLSearchParams }
  | { readonly kind: "json"; readonly input: unknown };

/** A call before its signature is checked. */
export interface AwsRequest {
  readonly protocol: Protocol;
  readonly facts: CallFacts;
  readonly sessionName: string | null;
  /** The parameters for the call log, with long values truncated and without log events. */
  readonly parameters: () => Record<string, unknown>;
}

const MAX_LENGTH = 4096;

/**
 * Reads a call. A request with `x-amz-target` uses the JSON protocol; in the Query protocol, the API version (or the credential
 * scope) determines the service.
 */
export function readAwsRequest(req: IncomingMessage, url: URL, body: Buffer): AwsRequest {
  const [, scopeRegion = "", scopeService = ""] = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(req.headers.authorization ?? "") ?? [];
  const target = req.headers["x-amz-target"];
  if (typeof target === "string") {
    const input = jsonOf(body);
    return {
      protocol: { kind: "json", input },
      facts: { service: "logs", action: target.split(".").at(-1) ?? "", region: scopeRegion, roleArn: null, externalId: null },
      sessionName: null,
      parameters: () => ({ ...(typeof input === "object" ? input : {}), logEvents: undefined }),
    };
  }
  const fields = req.method === "GET" ? url.searchParams : new URLSearchParams(body.toString());
  const version = fields.get("Version") ?? "";
  const service = VERSIONS.get(version) ?? (version === "" && scopeService === "iam" ? "iam" : "sts");
  return {
    protocol: { kind: "query", service, version, fields },
    facts: {
      service,
      action: fields.get("Action") ?? "",
      region: scopeRegion,
      roleArn: fields.get("RoleArn"),
      externalId: fields.get("ExternalId"),
    },
    sessionName: fields.get("RoleSessionName"),
    parameters: () =>
      Object.fromEntries(
        [...fields].filter(([name]) => name !== "Action" && name !== "Version").map(([name, value]) => [name, value.slice(0, MAX_LENGTH)]),
      ),
  };
}

function jsonOf(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    return undefined;
  }
}
