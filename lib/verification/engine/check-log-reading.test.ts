import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { Secret } from "#kernel/process/secret.ts";
import { createAwsClients } from "#lib/aws/aws-clients.ts";
import { cloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import { checkLogReading } from "./run-probes.ts";

const region = "eu-central-1";
const expiration = new Date(Date.now() + 900_000);
const session = {
  id: crypto.randomUUID(),
  credentials: new Secret({ accessKeyId: "ASIATEST", secretAccessKey: "s", sessionToken: "t", expiration }),
  assumedRoleArn: "arn:aws:sts::222222222222:assumed-role/logs/sp-x",
  accountId: "222222222222",
  roleId: "AROATESTROLE000000001",
  expiresAt: expiration,
};

type Answer = object | string;

/** Checks against a server with a given answer to each of the two operations: an object, or the name of an error. */
async function check(answers: { groups: Answer; events?: Answer }, logGroupPrefix = "", signal = new AbortController().signal) {
  const asked: [operation: string, input: unknown][] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    asked.push([operation, JSON.parse(body)]);
    const answer = (operation === "DescribeLogGroups" ? answers.groups : answers.events) ?? "UnknownOperationException";
    const [status, said] = typeof answer === "string" ? [400, { __type: answer, message: "of log-group-class X" }] : [200, answer];
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "r" }).end(JSON.stringify(said));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients = createAwsClients({ region, partition: "aws", allowCustomEndpoints: true, endpoints: { logs: url } });
  const found = await checkLogReading(cloudWatchLogs(clients, session), { region, logGroupPrefix }, signal);
  clients.close();
  server.closeAllConnections();
  server.close();
  return { found, asked };
}

const groups = { logGroups: [{ logGroupName: "/app/x" }] };

test("names the missing permission: to list or to read", async () => {
  const unlisted = await check({ groups: "AccessDeniedException" });
  expect(unlisted.found).toEqual({ region, got: "denied", action: "logs:DescribeLogGroups" });
  expect(unlisted.asked).toHaveLength(1);
  const unread = await check({ groups, events: "AccessDeniedException" });
  expect(unread.found).toEqual({ region, got: "denied", action: "logs:FilterLogEvents" });
});

test.each(["ThrottlingException", "ResourceNotFoundException", "ExpiredTokenException"])("%s does not mean denied", async (error) => {
  expect((await check({ groups: error })).found).toEqual({ region, got: "inconclusive", action: null });
  expect((await check({ groups, events: error })).found).toEqual({ region, got: "inconclusive", action: null });
});

test("a region without log groups in scope differs from one that can't be read", async () => {
  const { found, asked } = await check({ groups: { logGroups: [] } });
  expect(found).toEqual({ region, got: "no-groups", action: null });
  expect(asked).toHaveLength(1);
});

test("reading works if AWS allows the call, even for a class that does not support it", async () => {
  expect((await check({ groups, events: { events: [] } })).found).toEqual({ region, got: "works", action: null });
  expect((await check({ groups, events: "InvalidOperationException" })).found).toEqual({ region, got: "works", action: null });
});

test("asks for one log group in scope and one event of it, and nothing else", async () => {
  const answers = { groups, events: { events: [] } };
  expect((await check(answers, "/app")).asked).toEqual([
    ["DescribeLogGroups", { logGroupNamePrefix: "/app", limit: 1 }],
    ["FilterLogEvents", expect.objectContaining({ logGroupName: "/app/x", limit: 1 })],
  ]);
  expect((await check(answers)).asked[0]).toEqual(["DescribeLogGroups", { limit: 1 }]);
});

test("an aborted run is not delayed", async () => {
  const { found, asked } = await check({ groups }, "", AbortSignal.abort());
  expect(found).toEqual({ region, got: "inconclusive", action: null });
  expect(asked).toEqual([]);
});
