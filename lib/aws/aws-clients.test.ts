import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { afterEach, expect, test, vi } from "vitest";
import type { Partition } from "#kernel/aws/partition.ts";
import { Secret } from "#kernel/process/secret.ts";
import { createAwsClients } from "./aws-clients.ts";
import type { RoleSession } from "./role-session.ts";

const saved = { ...process.env };
afterEach(() => {
  process.env = { ...saved };
});

/** The URL that a client would call, read in the last step before the network. */
async function hostOf(client: STSClient | CloudWatchLogsClient): Promise<string> {
  const before = () => async (args: { readonly request: unknown }) => {
    const { protocol, hostname } = args.request as { protocol: string; hostname: string };
    throw new Error(`${protocol}//${hostname}`);
  };
  const where = { step: "deserialize", priority: "low" } as const;
  const isLogs = client instanceof CloudWatchLogsClient;
  if (isLogs) client.middlewareStack.add(before, where);
  else client.middlewareStack.add(before, where);
  const sent = isLogs ? client.send(new DescribeLogGroupsCommand({})) : client.send(new GetCallerIdentityCommand({}));
  return sent.then(
    () => "sent",
    (error: Error) => error.message,
  );
}

const configOf = ({ config }: { readonly config: { readonly requestHandler: object } }) =>
  (config.requestHandler as { httpHandlerConfigs(): object }).httpHandlerConfigs();
const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function session(id: string): RoleSession {
  const credentials = new Secret({ accessKeyId: id, secretAccessKey: id, sessionToken: id, expiration: new Date(Date.now() + 900_000) });
  return { id, credentials, assumedRoleArn: "", accountId: "222222222222", roleId: "AROA", expiresAt: new Date() };
}

test.each<[string, Partition, string]>([
  ["eu-central-1", "aws", "https://sts.eu-central-1.amazonaws.com"],
  ["us-east-1", "aws", "https://sts.us-east-1.amazonaws.com"],
  ["us-gov-west-1", "aws-us-gov", "https://sts.us-gov-west-1.amazonaws.com"],
  ["cn-north-1", "aws-cn", "https://sts.cn-north-1.amazonaws.com.cn"],
])("calls the regional STS of AWS in %s, although the environment names another endpoint", async (region, partition, expected) => {
  process.env["AWS_ENDPOINT_URL_STS"] = "http://evil.example";
  process.env["AWS_ENDPOINT_URL"] = "http://evil.example";
  const clients = createAwsClients({ region, partition, allowCustomEndpoints: false });
  expect(await hostOf(clients.sts(session("a")))).toBe(expected);
  clients.close();
});

test.each<[string, Partition, string]>([
  ["eu-west-1", "aws", "https://logs.eu-west-1.amazonaws.com"],
  ["us-gov-west-1", "aws-us-gov", "https://logs.us-gov-west-1.amazonaws.com"],
])("calls the CloudWatch Logs of AWS in %s, although the environment names another endpoint", async (region, partition, expected) => {
  process.env["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"] = "http://evil.example";
  process.env["AWS_ENDPOINT_URL"] = "http://evil.example";
  const clients = createAwsClients({ region: "eu-central-1", partition, allowCustomEndpoints: false });
  expect(await hostOf(clients.logs(session("a"), region))).toBe(expected);
  clients.close();
});

test("clients do not use the SDK's logger, which copies each reply", () => {
  const clients = createAwsClients({ region: "eu-central-1", partition: "aws", allowCustomEndpoints: false });
  for (const client of [clients.sts("ourselves"), clients.logs(session("a"), "eu-west-1")])
    expect(client.middlewareStack.identify().filter((name) => name.includes("logger"))).toEqual([]);
  clients.close();
});

test("every call has a timeout, and none follows a redirect to another host", async () => {
  const elsewhere = vi.fn();
  const other = createServer((_request, response) => response.end(String(elsewhere())));
  const moved = createServer((_request, response) => response.writeHead(307, { location: urlOf(other) }).end());
  await Promise.all([other, moved].map((server) => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))));
  const endpoints = { sts: urlOf(moved), logs: urlOf(moved) };
  const clients = createAwsClients({ region: "eu-central-1", partition: "aws", allowCustomEndpoints: true, endpoints });
  const [sts, logs] = [clients.sts(session("a")), clients.logs(session("a"), "eu-west-1")];
  const moves = { $metadata: { httpStatusCode: 307 } };
  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject(moves);
  await expect(logs.send(new DescribeLogGroupsCommand({}))).rejects.toMatchObject(moves);
  expect(elsewhere).not.toHaveBeenCalled();
  const limits = { connectionTimeout: 1500, throwOnRequestTimeout: true };
  expect(configOf(sts)).toMatchObject({ ...limits, requestTimeout: 5000 });
  expect(configOf(logs)).toMatchObject({ ...limits, requestTimeout: 15_000 });
  clients.close();
  for (const server of [other, moved]) server.close();
});

test("each session has its own client, which is created once", async () => {
  const clients = createAwsClients({ region: "eu-central-1", partition: "aws", allowCustomEndpoints: false });
  const [a, b] = [session("a"), session("b")];
  expect(clients.logs(a, "eu-west-1")).toBe(clients.logs(a, "eu-west-1"));
  expect(clients.logs(a, "eu-west-1")).not.toBe(clients.logs(b, "eu-west-1"));
  expect(clients.logs(a, "eu-west-1")).not.toBe(clients.logs(a, "eu-west-2"));
  expect((await clients.logs(b, "eu-west-1").config.credentials()).accessKeyId).toBe("b");
  clients.close();
});
