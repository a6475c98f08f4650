import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { policyOf } from "#sandbox/aws/iam/testing/callers-and-policies.ts";
import { TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { findAwsCli } from "./testing/find-aws-cli.ts";
import { useSandbox } from "./testing/use-sandbox.ts";

const { sandbox } = useSandbox();
const cli = findAwsCli() ?? "";
if (cli === "")
  throw new Error("These tests need the AWS CLI, version 2: install it (Debian: apt-get install awscli) or set AWS_CLI_PATH.");
const run = promisify(execFile);
const TRUST = policyOf(
  [
    {
      Effect: "Allow",
      Principal: { AWS: "999999999999" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "sp-1" } },
    },
  ],
  "trust",
).text;
const READ = policyOf([{ Effect: "Allow", Action: "logs:*", Resource: "*" }], "identity").text;
const ROLE = "arn:aws:iam::222222222222:role/by-cli";

/** Runs the AWS CLI against the sandbox and returns its output, or its error message when it fails. */
async function aws(who: keyof typeof TEST_KEYS, ...args: string[]): Promise<string> {
  const env = {
    ...process.env,
    HOME: "/nonexistent",
    AWS_ACCESS_KEY_ID: TEST_KEYS[who].accessKeyId,
    AWS_SECRET_ACCESS_KEY: TEST_KEYS[who].secretAccessKey,
    AWS_DEFAULT_REGION: "eu-central-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
    AWS_MAX_ATTEMPTS: "1",
  };
  return run(cli, [...args, "--endpoint-url", sandbox().url, "--output", "json"], { env }).then(
    ({ stdout }) => stdout,
    (error: { stderr: string }) => error.stderr.trim(),
  );
}

test("creates a role that can be assumed only with its External ID", async () => {
  expect(JSON.parse(await aws("partner", "sts", "get-caller-identity"))).toMatchObject({
    Arn: "arn:aws:sts::999999999999:assumed-role/sallyport/sandbox",
  });
  const made = await aws("acme", "iam", "create-role", "--role-name", "by-cli", "--assume-role-policy-document", TRUST);
  expect(JSON.parse(made)).toMatchObject({ Role: { Arn: ROLE, AssumeRolePolicyDocument: JSON.parse(TRUST) } });
  expect(await aws("acme", "iam", "put-role-policy", "--role-name", "by-cli", "--policy-name", "read", "--policy-document", READ)).toBe("");
  expect(JSON.parse(await aws("acme", "iam", "get-role", "--role-name", "by-cli"))).toMatchObject({ Role: { RoleName: "by-cli" } });
  const assume = ["sts", "assume-role", "--role-arn", ROLE, "--role-session-name", "sp-cli"];
  expect(await aws("partner", ...assume)).toContain("An error occurred (AccessDenied) when calling the AssumeRole operation");
  expect(await aws("partner", ...assume, "--external-id", "sp-2")).toContain("(AccessDenied)");
  expect(JSON.parse(await aws("partner", ...assume, "--external-id", "sp-1"))).toMatchObject({
    AssumedRoleUser: { Arn: "arn:aws:sts::222222222222:assumed-role/by-cli/sp-cli" },
  });
});

test("lists groups over two pages and filters events", async () => {
  const groups = JSON.parse(await aws("acme", "logs", "describe-log-groups", "--log-group-name-prefix", "/app/")) as {
    logGroups: unknown[];
  };
  expect(groups.logGroups.length).toBeGreaterThan(50);
  const from = String(Date.now() - 3_600_000);
  const args = [
    "logs",
    "filter-log-events",
    "--log-group-name",
    "/app/payments/api",
    "--start-time",
    from,
    "--filter-pattern",
    '{ $.level = "info" }',
  ];
  const { events } = JSON.parse(await aws("acme", ...args)) as { events: { message: string }[] };
  expect(events.length).toBeGreaterThan(100);
  expect(events.every((event) => JSON.parse(event.message).level === "info")).toBe(true);
});

test("tails a group with events of several streams", async () => {
  const from = Date.now() - 300_000;
  const lines = (await aws("acme", "logs", "tail", "/app/payments/api", "--since", "5m")).trim().split("\n");
  // A line that is not an event, such as an error message, stays a string and fails the comparison.
  const events = lines.map((line) => /^(\d{4}-\d\d-\d\dT\S+) (api\/[0-9a-f]{8}) (?:\{.*\}|healthz ok .*)$/.exec(line) ?? line);
  expect(events.filter((event) => typeof event === "string")).toEqual([]);
  expect(events.every((event) => Date.parse(event[1] ?? "") >= from - 60_000)).toBe(true);
  expect(new Set(events.map((event) => event[2])).size).toBeGreaterThan(1);
});

test("filters events of all streams with --interleaved, as `aws logs tail` does", async () => {
  const from = String(Date.now() - 300_000);
  const { events } = JSON.parse(
    await aws("acme", "logs", "filter-log-events", "--log-group-name", "/app/payments/api", "--start-time", from, "--interleaved"),
  ) as { events: { logStreamName: string }[] };
  expect(new Set(events.map((event) => event.logStreamName)).size).toBeGreaterThan(1);
});

test("reads the Infrequent Access class with a query only, and rejects stopping a finished query", async () => {
  const group = ["--log-group-name", "/app/warehouse/archive"];
  expect(await aws("acme", "logs", "filter-log-events", ...group)).toContain("FilterLogEvents is not supported for this log class");
  const now = Math.floor(Date.now() / 1000);
  const times = ["--start-time", String(now - 3600), "--end-time", String(now)];
  const text = "fields @timestamp, @message, @logStream, @ptr | filter toMillis(@timestamp) >= 0 | sort @timestamp desc | limit 5";
  const start = async (...args: string[]) =>
    (JSON.parse(await aws("acme", "logs", "start-query", ...args, ...times, "--query-string", text)) as { queryId: string }).queryId;
  const queryId = await start(...group);
  const answer = async () => JSON.parse(await aws("acme", "logs", "get-query-results", "--query-id", queryId)) as { results: unknown[] };
  await expect.poll(answer).toMatchObject({ status: "Complete" });
  expect((await answer()).results).toHaveLength(5);
  expect(await aws("acme", "logs", "stop-query", "--query-id", queryId)).toContain("is not in Scheduled or Running state");
});
