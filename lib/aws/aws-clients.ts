import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { STSClient } from "@aws-sdk/client-sts";
import type { AwsSettings } from "./aws-settings.ts";
import type { RoleSession } from "./role-session.ts";

/** Who signs a call: the process itself, with the SDK's default credentials, or a role session. */
export type Caller = "ourselves" | RoleSession;

/** The SDK clients of a process. They share sockets; each session has its own clients. */
export interface AwsClients {
  readonly settings: AwsSettings;
  /** STS in `region`, or else in the deployment's region. The client does not retry: the caller decides about that. */
  sts(caller: Caller, region?: string): STSClient;
  /** CloudWatch Logs of the session's account in a region. The client does not retry, so that throttling is reported. */
  logs(session: RoleSession, region: string): CloudWatchLogsClient;
  /** Closes every socket. */
  close(): void;
}

/**
 * The SDK's logger copies each reply to remove secrets, an eighth of the cost of a page of events. We have no such log, so
 * it is removed.
 */
const LOGGER = "loggerMiddleware";
/** How many clients are kept; the least recently used is dropped first. It needs no closing, because the sockets are shared. */
const KEPT_CLIENTS = 1000;
const SOCKETS = { keepAlive: true, maxSockets: 200, maxFreeSockets: 50 } as const;

/**
 * Creates the clients for these settings. Endpoints from environment variables or a profile are always ignored. Unless the
 * settings allow custom endpoints, calls go to AWS's own endpoint of the region.
 */
export function createAwsClients(settings: AwsSettings): AwsClients {
  const agents = { httpAgent: new HttpAgent(SOCKETS), httpsAgent: new HttpsAgent(SOCKETS) };
  const kept = new Map<string, STSClient | CloudWatchLogsClient>();

  function keep<Client extends STSClient | CloudWatchLogsClient>(key: readonly string[], make: () => Client): Client {
    const name = JSON.stringify(key);
    const client = (kept.get(name) as Client | undefined) ?? make();
    kept.delete(name);
    kept.set(name, client);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_CLIENTS && oldest !== undefined) kept.delete(oldest);
    return client;
  }

  const handler = (requestTimeout: number) => ({ ...agents, connectionTimeout: 1500, requestTimeout, throwOnRequestTimeout: true });

  return {
    settings,
    sts: (caller, region = settings.region) =>
      keep(["sts", caller === "ourselves" ? "ourselves" : caller.id, region], () => {
        const endpoint = settings.allowCustomEndpoints ? settings.endpoints.sts : undefined;
        const client = new STSClient({
          region,
          ...(caller !== "ourselves" && { credentials: caller.credentials.reveal() }),
          ...(endpoint !== undefined && { endpoint }),
          ignoreConfiguredEndpointUrls: true,
          useGlobalEndpoint: false,
          maxAttempts: 1,
          requestHandler: handler(5000),
        });
        client.middlewareStack.remove(LOGGER);
        return client;
      }),
    logs: (session, region) =>
      keep(["logs", session.id, region], () => {
        const endpoint = settings.allowCustomEndpoints ? settings.endpoints.logs : undefined;
        const client = new CloudWatchLogsClient({
          region,
          credentials: session.credentials.reveal(),
          // With its host prefix, StartLiveTail would call a name such as streaming-localhost, which doesn't exist.
          ...(endpoint !== undefined && { endpoint, disableHostPrefix: true }),
          ignoreConfiguredEndpointUrls: true,
          maxAttempts: 1,
          requestHandler: handler(15_000),
        });
        client.middlewareStack.remove(LOGGER);
        return readPlainReplies(client);
      }),
    close: () => {
      kept.clear();
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

/** Operations whose reply needs no conversion: its JSON has the fields of the SDK's output, with times as numbers. */
const PLAIN = new Set(["FilterLogEvents", "GetLogEvents", "DescribeLogGroups", "DescribeLogStreams", "GetQueryResults"]);

/** The part of the SDK's protocol that turns a reply into a command's output. */
interface Protocol {
  deserializeResponse(operation: { readonly name: string }, context: unknown, reply: Reply): Promise<object>;
}

interface Reply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Buffer>;
}

/**
 * Makes a client parse the replies of these operations with a single JSON.parse. The SDK converts each value by its schema,
 * which is most of the cost of a page of 10,000 events (docs/results/logs.md). Errors and all other replies are left to the SDK.
 */
function readPlainReplies(client: CloudWatchLogsClient): CloudWatchLogsClient {
  const protocol = client.config.protocol as unknown as Protocol;
  const bySchema = protocol.deserializeResponse.bind(protocol);
  protocol.deserializeResponse = async (operation, context, reply) => {
    if (reply.statusCode !== 200 || !PLAIN.has(operation.name)) return bySchema(operation, context, reply);
    const output = JSON.parse(await textOf(reply.body)) as object;
    return { ...output, $metadata: { httpStatusCode: 200, requestId: reply.headers["x-amzn-requestid"] } };
  };
  return client;
}

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
