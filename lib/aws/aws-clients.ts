import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { STSClient } from "@aws-sdk/client-sts";
import type { AwsSettings } from "./aws-settings.ts";
import { readPlainReplies } from "./read-plain-replies.ts";
import type { RoleSession } from "./role-session.ts";

/** Who signs a call: the process itself (the SDK's default chain) or a role session that we hold. */
export type Caller = "ourselves" | RoleSession;

/** The SDK's clients of one process. No call makes its own: they share sockets, and a session's clients are its own. */
export interface AwsClients {
  readonly settings: AwsSettings;
  /** STS in the deployment's region, or in `region` when given. One attempt a call: who may retry is decided by the caller. */
  sts(caller: Caller, region?: string): STSClient;
  /** CloudWatch Logs of the session's account in a region of the allow-list. One attempt a call, so that limiting is seen. */
  logs(session: RoleSession, region: string): CloudWatchLogsClient;
  /** Closes every socket. */
  close(): void;
}

/** Makes a copy of each reply without what is secret, for a log that nobody keeps: an eighth of what a page of events costs. */
const LOGGER = "loggerMiddleware";
/** Clients that are kept, least recently used first out. An evicted one is only forgotten: the sockets are shared. */
const KEPT_CLIENTS = 1000;
const SOCKETS = { keepAlive: true, maxSockets: 200, maxFreeSockets: 50 } as const;

/**
 * Makes the clients for these settings. Without the switch for custom endpoints a configured endpoint (variable or
 * profile) is ignored in code, so that STS is always AWS's own host of an allow-listed region.
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
          // Live Tail's host prefix would turn a loopback endpoint into a name that nothing answers to.
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
