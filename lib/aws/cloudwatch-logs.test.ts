import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Secret } from "#kernel/process/secret.ts";
import { type AwsClients, createAwsClients } from "./aws-clients.ts";
import { type CloudWatchLogs, cloudWatchLogs } from "./cloudwatch-logs.ts";

let server: Server;
let clients: AwsClients;
let logs: CloudWatchLogs;
let answer: (response: ServerResponse, input: Record<string, unknown>) => void;
let asked: { target: string; input: Record<string, unknown> }[];

beforeEach(async () => {
  asked = [];
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const input = JSON.parse(body) as Record<string, unknown>;
    asked.push({ target: String(request.headers["x-amz-target"]), input });
    answer(response, input);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  clients = createAwsClients({ region: "eu-central-1", partition: "aws", allowCustomEndpoints: true, endpoints: { logs: url } });
  logs = cloudWatchLogs(clients, {
    id: crypto.randomUUID(),
    credentials: new Secret({
      accessKeyId: "ASIATEST",
      secretAccessKey: "s",
      sessionToken: "t",
      expiration: new Date(Date.now() + 900_000),
    }),
    assumedRoleArn: "arn:aws:sts::222222222222:assumed-role/logs/sp-x",
    accountId: "222222222222",
    roleId: "AROATESTROLE000000001",
    expiresAt: new Date(Date.now() + 900_000),
  });
});

afterEach(async () => {
  clients.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const says = (status: number, body: object, headers: Record<string, string> = {}) => {
  answer = (response) =>
    void response
      .writeHead(status, { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "r", ...headers })
      .end(JSON.stringify(body));
};
const fails = (__type: string, message = "no") => says(400, { __type, message });
const read = (more: object = {}) => logs.filterLogEvents("eu-central-1", { logGroup: "/app/x", ...more });

describe("every error has its outcome", () => {
  test.each<[string, string, object]>([
    ["AccessDeniedException", "no", { kind: "denied", action: "logs:FilterLogEvents" }],
    ["ResourceNotFoundException", "no", { kind: "not-found" }],
    ["InvalidParameterException", "Invalid filter pattern", { kind: "invalid", message: "Invalid filter pattern" }],
    [
      "InvalidOperationException",
      "The log group X is of log-group-class INFREQUENT_ACCESS. FilterLogEvents is not supported for this log class.",
      { kind: "infrequent-access" },
    ],
    ["ValidationException", "This operation is only supported on the Standard log class", { kind: "infrequent-access" }],
    ["ThrottlingException", "Rate exceeded", { kind: "throttled", retryAfterMs: 2000 }],
    ["ExpiredTokenException", "no", { kind: "our-fault", code: "ExpiredTokenException" }],
    ["UnrecognizedClientException", "no", { kind: "our-fault", code: "UnrecognizedClientException" }],
  ])("%s: %s", async (code, message, outcome) => {
    fails(code, message);
    expect(await read()).toMatchObject(outcome);
  });

  test("an unavailable service", async () => {
    says(503, { __type: "ServiceUnavailableException" });
    expect(await read()).toMatchObject({ kind: "unreachable" });
  });

  test("a connection reset", async () => {
    answer = (response) => void response.socket?.resetAndDestroy();
    expect(await read()).toMatchObject({ kind: "unreachable" });
  });

  test("a proxy's page", async () => {
    answer = (response) => void response.writeHead(403, { "content-type": "text/html" }).end("<html>");
    expect(await read()).toMatchObject({ kind: "our-fault" });
  });

  test("an abort by the caller before AWS answers", async () => {
    const stop = new AbortController();
    answer = () => stop.abort();
    expect(await read({ signal: stop.signal })).toEqual({ kind: "stopped" });
  });
});

test.each([
  ["a page of another server", "<html>welcome</html>"],
  ["nothing", ""],
])("%s with status 200 is not an empty page of events", async (_, body) => {
  answer = (response) => void response.writeHead(200, { "content-type": "text/html" }).end(body);
  expect(await read()).toMatchObject({ kind: "our-fault" });
});

test("returns the Retry-After time of AWS when there is one", async () => {
  says(400, { __type: "ThrottlingException" }, { "retry-after": "7" });
  expect(await read()).toEqual({ kind: "throttled", retryAfterMs: 7000 });
});

test("limits the page size to the maximum of AWS, and sends only the given parameters", async () => {
  says(200, { logGroups: [] });
  await logs.describeLogGroups("eu-central-1", { prefix: "/app", limit: 9999 });
  expect(asked).toEqual([{ target: "Logs_20140328.DescribeLogGroups", input: { logGroupNamePrefix: "/app", limit: 50 } }]);
});

test("an empty page with a token is a normal page", async () => {
  says(200, { events: [], nextToken: "more" });
  expect(await read({ startFromHead: false, from: 1, to: 2 })).toEqual({ kind: "ok", value: { items: [], nextToken: "more" } });
  expect(asked[0]?.input).toEqual({ logGroupName: "/app/x", startFromHead: false, startTime: 1, endTime: 2 });
});

test("returns plain data", async () => {
  says(200, { events: [{ eventId: "1", timestamp: 5, ingestionTime: 6, message: "hello", logStreamName: "s" }] });
  expect(await read()).toMatchObject({
    value: { items: [{ id: "1", at: 5, ingestedAt: 6, stream: "s", message: "hello" }], nextToken: null },
  });
  says(200, { events: [{ timestamp: 5, message: "hello" }], nextForwardToken: "f", nextBackwardToken: "b" });
  expect(await logs.getLogEvents("eu-central-1", { logGroup: "/app/x", stream: "s" })).toMatchObject({
    value: { items: [{ id: null, at: 5, ingestedAt: 5, stream: "s", message: "hello" }], nextToken: "f", previousToken: "b" },
  });
  says(200, { logStreams: [{ logStreamName: "s", lastEventTimestamp: 9 }] });
  expect(await logs.describeLogStreams("eu-central-1", { logGroup: "/app/x", newestFirst: true })).toMatchObject({
    value: { items: [{ name: "s", firstEventAt: null, lastEventAt: 9 }] },
  });
});
