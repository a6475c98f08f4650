import { DescribeQueriesCommand, GetQueryResultsCommand, StartQueryCommand, StopQueryCommand } from "@aws-sdk/client-cloudwatch-logs";
import { beforeEach, describe, expect, test } from "vitest";
import { TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { useSandbox } from "#sandbox/aws/protocol/testing/use-sandbox.ts";

const { sandbox, logs, control } = useSandbox();
const PLACE = { accountId: "222222222222", region: "eu-central-1" };
const FIRST = Date.UTC(2026, 5, 1);
const MINUTE = 60_000;

let client: ReturnType<typeof logs>;
beforeEach(async () => {
  await control("POST", "reset");
  client = logs(TEST_KEYS.acme);
});

const start = (queryString: string, input: object = {}, by = client) =>
  by.send(
    new StartQueryCommand({
      logGroupName: "/app/payments/api",
      startTime: FIRST / 1000,
      endTime: FIRST / 1000 + 3600,
      queryString,
      ...input,
    }),
  );
const results = (queryId: string | undefined, input: object = {}) => client.send(new GetQueryResultsCommand({ queryId, ...input }));
const stop = (queryId: string | undefined) => client.send(new StopQueryCommand({ queryId }));

/** A log group with `count` events of 100 bytes each, one in each 100 milliseconds. */
function group(logGroupName: string, count: number, logGroupClass: "STANDARD" | "INFREQUENT_ACCESS" | "DELIVERY" = "STANDARD"): string {
  const store = sandbox().state.logs;
  store.createGroup(PLACE, { logGroupName, logGroupClass });
  store.createStream(PLACE, logGroupName, "main");
  const events = Array.from({ length: count }, (_, n) => ({ timestamp: FIRST + n * 100, message: `line ${n} `.padEnd(100, ".") }));
  store.putEvents(PLACE, logGroupName, "main", events);
  return logGroupName;
}

async function complete(queryId: string | undefined) {
  await expect.poll(async () => (await results(queryId, { maxItems: 1 })).status, { timeout: 20_000 }).not.toBe("Running");
  return results(queryId);
}

describe("StartQuery refuses", () => {
  test.each([
    ["another language than that of Logs Insights", { queryLanguage: "SQL" as const }, /does not support the query language SQL/],
    ["an end before the start", { endTime: FIRST / 1000 - 1 }, /End time should not be before start time/],
    ["a limit above 100,000", { limit: 100_001 }, /less than or equal to 100000/],
    ["names and identifiers together", { logGroupNames: ["/app/payments/api"] }, /mutually exclusive/],
    ["more than 50 log groups", { logGroupName: undefined, logGroupNames: Array.from({ length: 51 }, (_, n) => `/g/${n}`) }, /50/],
  ])("%s", async (_, input, message) => {
    await expect(start("fields @message", input)).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringMatching(message),
    });
  });

  test("a log group of the class DELIVERY, which has no Logs Insights", async () => {
    await expect(start("fields @message", { logGroupName: group("/delivery", 1, "DELIVERY") })).rejects.toMatchObject({
      name: "InvalidParameterException",
    });
  });

  test.each(["pattern @message", "fields @message | diff", "unmask @message", "filterIndex a = 1"])(
    "%s on the Infrequent Access class, and says so",
    async (query) => {
      await expect(start(query, { logGroupName: group("/archive", 1, "INFREQUENT_ACCESS") })).rejects.toMatchObject({
        name: "MalformedQueryException",
        message: expect.stringContaining("is not supported for log groups of the class Infrequent Access"),
      });
    },
  );

  test("the 101st query of an account at the same time, and accepts it when one was stopped", async () => {
    await control("POST", "query-time", { ms: 60 * MINUTE });
    const started = await Promise.all(Array.from({ length: 100 }, () => start("fields @message")));
    await expect(start("fields @message")).rejects.toMatchObject({
      name: "LimitExceededException",
      message: expect.stringContaining("Account maximum query concurrency limit of [100] reached."),
    });
    await expect(start("fields @message", {}, logs(TEST_KEYS.globex))).resolves.toHaveProperty("queryId");
    await stop(started[50]?.queryId);
    await expect(start("fields @message")).resolves.toHaveProperty("queryId");
  });

  test("the sixth query of the Infrequent Access class at the same time, but not one of another class", async () => {
    await control("POST", "query-time", { ms: 60 * MINUTE });
    const archive = { logGroupName: group("/archive", 1, "INFREQUENT_ACCESS") };
    for (let n = 0; n < 5; n++) await start("fields @message", archive);
    await expect(start("fields @message", archive)).rejects.toMatchObject({
      name: "LimitExceededException",
      message: expect.stringContaining("[5] reached"),
    });
    await expect(start("fields @message")).resolves.toHaveProperty("queryId");
  });
});

describe("GetQueryResults refuses", () => {
  test("the token of another query, a changed token, and more than 10,000 rows at once", async () => {
    const logGroupName = group("/rows", 12);
    const [one, two] = await Promise.all([start("fields @message", { logGroupName }), start("fields @message", { logGroupName })]);
    await complete(two.queryId);
    await complete(one.queryId);
    const { nextToken = "" } = await results(one.queryId, { maxItems: 5 });
    await expect(results(two.queryId, { nextToken })).rejects.toMatchObject({ name: "InvalidParameterException" });
    await expect(results(one.queryId, { nextToken: `x${nextToken}` })).rejects.toMatchObject({ name: "InvalidParameterException" });
    await expect(results(one.queryId, { maxItems: 10_001 })).rejects.toMatchObject({ name: "InvalidParameterException" });
  });
});

test("a query returns 10,000 rows by default and 100,000 if asked, in pages of 10,000 rows, each event once", async () => {
  const logGroupName = group("/rows", 21_000);
  const byDefault = await complete((await start("fields @message", { logGroupName })).queryId);
  expect(byDefault).toMatchObject({ status: "Complete", statistics: { recordsMatched: 21_000, resultCount: 10_000 } });
  expect(byDefault.nextToken).toBeUndefined();
  const { queryId } = await start("fields @message | limit 100000", { logGroupName });
  await complete(queryId);
  const rows: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await results(queryId, { nextToken });
    expect(page.results?.length).toBe(Math.min(10_000, 21_000 - rows.length));
    rows.push(...(page.results ?? []).map((row) => row[0]?.value?.trim() ?? ""));
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  expect(rows).toHaveLength(21_000);
  expect(new Set(rows).size).toBe(21_000);
  expect(rows[0]).toMatch(/^line 20999 /);
});

test("the parameter limit counts only for a query without a limit of its own", async () => {
  const logGroupName = group("/rows", 20);
  const count = async (query: string) => (await complete((await start(query, { logGroupName, limit: 3 })).queryId)).results?.length;
  expect(await count("fields @message")).toBe(3);
  expect(await count("fields @message | limit 7")).toBe(7);
});

test("limit any stops scanning when it has its rows; limit scans everything", async () => {
  const logGroupName = group("/rows", 5000);
  const scanned = async (query: string) => (await complete((await start(query, { logGroupName })).queryId)).statistics?.recordsScanned;
  expect(await scanned("fields @message | limit any 3")).toBeLessThan(5000);
  expect(await scanned("fields @message | limit 3")).toBe(5000);
});

test("several log groups are one result, newest first, and the statistics count them", async () => {
  const logGroupNames = [group("/one", 3), group("/two", 2)];
  const answer = await complete((await start("fields @log, @message", { logGroupName: undefined, logGroupNames })).queryId);
  expect(answer.statistics).toMatchObject({ logGroupsScanned: 2, recordsScanned: 5, bytesScanned: 500 });
  const shown = answer.results?.map((row) => `${row[0]?.value?.slice(13)} ${row[1]?.value?.slice(0, 6)}`) ?? [];
  expect(shown.toSorted()).toEqual(["/one line 0", "/one line 1", "/one line 2", "/two line 0", "/two line 1"]);
  expect(shown[0]).toBe("/one line 2");
});

test("a query is scheduled, then its rows and statistics grow with the clock, and a stopped one keeps what it has", async () => {
  const logGroupName = group("/rows", 100);
  // 10,000 bytes at 20 bytes per second take 500 seconds, so the seconds that this test itself takes don't matter.
  await control("POST", "query-time", { scheduledMs: 60_000, bytesPerSecond: 20 });
  const { queryId } = await start("fields @message", { logGroupName });
  const stopped = await start("fields @message", { logGroupName });
  const twice = await start("stats count(*) as n by @message | stats sum(n) as total", { logGroupName });
  expect(await results(queryId)).toMatchObject({ status: "Scheduled", results: [], statistics: { recordsScanned: 0 } });
  await control("POST", "clock", { aheadSeconds: 160 });
  const half = await results(queryId);
  expect(half.status).toBe("Running");
  expect(half.results?.length).toBe(half.statistics?.recordsScanned);
  expect(half.statistics?.recordsScanned).toBeGreaterThanOrEqual(20);
  expect(half.statistics?.recordsScanned).toBeLessThan(90);
  expect(half.results?.[0]?.[0]?.value).toMatch(/^line 99 /);
  expect(half.nextToken).toBeUndefined();
  expect(await results(twice.queryId)).toMatchObject({ status: "Running", results: [] });
  expect((await stop(stopped.queryId)).success).toBe(true);
  await control("POST", "clock", { aheadSeconds: 800 });
  expect(await results(queryId)).toMatchObject({ status: "Complete", statistics: { recordsScanned: 100, bytesScanned: 10_000 } });
  expect((await results(twice.queryId)).results).toEqual([[{ field: "total", value: "100" }]]);
  const kept = await results(stopped.queryId);
  expect(kept.status).toBe("Cancelled");
  expect(kept.results?.length).toBeGreaterThanOrEqual(20);
  const { queries = [] } = await client.send(new DescribeQueriesCommand({ status: "Cancelled" }));
  expect(queries.map((query) => query.queryId)).toEqual([stopped.queryId]);
});

test.each(["Failed", "Timeout"] as const)("the command query-time makes queries end as %s", async (outcome) => {
  await control("POST", "query-time", { outcome });
  const { queryId } = await start("fields @message");
  expect((await complete(queryId)).status).toBe(outcome);
});

test("the command query-time can be for the queries of one user or role only, also for those that run", async () => {
  const principalArn = "arn:aws:iam::222222222222:user/another";
  await control("POST", "query-time", { principalArn, ms: 60 * MINUTE });
  const { queryId } = await start("fields @message");
  expect((await complete(queryId)).status).toBe("Complete");
});
