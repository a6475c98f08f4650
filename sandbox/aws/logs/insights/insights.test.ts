import {
  GetLogGroupFieldsCommand,
  GetLogRecordCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { useSandbox } from "#sandbox/aws/protocol/testing/use-sandbox.ts";

const { logs } = useSandbox();
const seconds = () => Math.floor(Date.now() / 1000);
const start = (queryString: string, input: object = {}) =>
  logs(TEST_KEYS.acme).send(
    new StartQueryCommand({ logGroupName: "/app/payments/api", startTime: seconds() - 3600, endTime: seconds(), queryString, ...input }),
  );

/** The rows of a finished query, each as an object. */
async function rowsOf(queryString: string, input: object = {}): Promise<Record<string, string>[]> {
  const { queryId } = await start(queryString, input);
  const answer = () => logs(TEST_KEYS.acme).send(new GetQueryResultsCommand({ queryId }));
  await expect.poll(answer).toMatchObject({ status: "Complete" });
  return ((await answer()).results ?? []).map((row) => Object.fromEntries(row.map(({ field = "", value = "" }) => [field, value])));
}

test.each([
  "dance",
  "filter",
  "filter level =",
  "fields @message |",
  "stats median(ms)",
  "stats count(*) by bin(soon)",
  'filter level = "x" extra',
  "filter @message like /(/",
])("rejects %s", async (query) => {
  await expect(start(query)).rejects.toMatchObject({ name: "MalformedQueryException" });
});

test("rejects an unknown group, a missing group and the query of another account", async () => {
  await expect(start("fields @message", { logGroupName: "/none" })).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await expect(start("fields @message", { logGroupName: undefined })).rejects.toMatchObject({ name: "InvalidParameterException" });
  const { queryId } = await start("fields @message");
  await expect(logs(TEST_KEYS.globex).send(new GetQueryResultsCommand({ queryId }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("filters by fields, newest first, and each row has a pointer to its record", async () => {
  const rows = await rowsOf(
    'fields @timestamp, status, ms | filter level = "info" and status in [201, 404] and not ms > 50 and msg like /charges/ | limit 20',
    // The events are made from their time. Of one hour, 17 to 50 match: now and then fewer than the limit.
    { startTime: seconds() - 6 * 3600 },
  );
  expect(rows).toHaveLength(20);
  expect(rows.every((row) => ["201", "404"].includes(row["status"] ?? "") && Number(row["ms"]) <= 50)).toBe(true);
  const times = rows.map((row) => row["@timestamp"] ?? "");
  expect(times).toEqual(times.toSorted().toReversed());
  const { logRecord } = await logs(TEST_KEYS.acme).send(new GetLogRecordCommand({ logRecordPointer: rows[0]?.["@ptr"] }));
  expect(logRecord).toMatchObject({ status: rows[0]?.["status"], "@log": "222222222222:/app/payments/api" });
});

test("counts by time bins and by fields", async () => {
  const rows = await rowsOf("stats count(*) as n, max(ms) by level | sort n desc");
  expect(rows.map((row) => row["level"])).toContain("warn");
  expect(rows[0]?.["level"]).toBe("info");
  const bins = await rowsOf("stats count(*) as n by bin(10m) | sort n asc");
  expect(bins.length).toBeGreaterThanOrEqual(6);
});

test("queries the Infrequent Access class and discovers fields", async () => {
  expect((await rowsOf("fields @message", { logGroupName: "/app/warehouse/archive" })).length).toBeGreaterThan(30);
  const { logGroupFields } = await logs(TEST_KEYS.acme).send(new GetLogGroupFieldsCommand({ logGroupName: "/app/payments/api" }));
  expect(logGroupFields).toContainEqual({ name: "@message", percent: 100 });
});

test("a running query can be stopped once", async () => {
  const { queryId } = await start("stats count(*)", { logGroupName: "/app/scale/million", startTime: seconds() - 7 * 86_400 });
  const stop = () => logs(TEST_KEYS.acme).send(new StopQueryCommand({ queryId }));
  expect((await stop()).success).toBe(true);
  await expect(stop()).rejects.toMatchObject({ name: "InvalidParameterException" });
});
