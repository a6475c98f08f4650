import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  type FilteredLogEvent,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  PutLogEventsCommand,
  paginateDescribeLogGroups,
} from "@aws-sdk/client-cloudwatch-logs";
import { beforeAll, expect, test } from "vitest";
import { TEST_KEYS } from "#sandbox/aws/protocol/testing/signed-request.ts";
import { useSandbox } from "#sandbox/aws/protocol/testing/use-sandbox.ts";

const { logs } = useSandbox();
const acme = () => logs(TEST_KEYS.acme);
const GROUP = "/app/test/own";
const HOUR = 3_600_000;
const start = Date.now() - HOUR;

const filter = (input: FilterLogEventsCommandInput) => acme().send(new FilterLogEventsCommand(input));
const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "succeeded",
    (error: Error) => `${error.name}: ${error.message}`,
  );

/** Reads all pages: the events, the number of pages and how many of them were empty. */
async function all(input: FilterLogEventsCommandInput, mostPages = 200) {
  const events: FilteredLogEvent[] = [];
  let pages = 0;
  let empty = 0;
  let nextToken: string | undefined;
  do {
    const page = await filter(nextToken === undefined ? input : { ...input, nextToken });
    events.push(...(page.events ?? []));
    pages++;
    if (page.events?.length === 0) empty++;
    nextToken = page.nextToken;
  } while (nextToken !== undefined && pages < mostPages);
  return { events, pages, empty };
}

beforeAll(async () => {
  await acme().send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  for (const logStreamName of ["a/1", "a/2", "b/1"]) {
    await acme().send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName }));
    const logEvents = Array.from({ length: 10 }, (_, i) => ({ timestamp: start + i * 1000, message: `${logStreamName} line ${i}` }));
    await acme().send(new PutLogEventsCommand({ logGroupName: GROUP, logStreamName, logEvents }));
  }
});

test.each<[string, FilterLogEventsCommandInput, string]>([
  ["an unknown group", { logGroupName: "/app/none" }, "ResourceNotFoundException"],
  ["neither name nor identifier", {}, "InvalidParameterException"],
  ["both name and identifier", { logGroupName: GROUP, logGroupIdentifier: GROUP }, "InvalidParameterException"],
  [
    "stream names together with a prefix",
    { logGroupName: GROUP, logStreamNames: ["a/1"], logStreamNamePrefix: "a" },
    "InvalidParameterException",
  ],
  ["a limit above 10,000", { logGroupName: GROUP, limit: 10_001 }, "InvalidParameterException"],
  ["newest first without a start time", { logGroupName: GROUP, startFromHead: false }, "InvalidParameterException"],
  [
    "newest first with a start time before 2024",
    { logGroupName: GROUP, startFromHead: false, startTime: Date.UTC(2023, 11, 31) },
    "InvalidParameterException",
  ],
  ["an end before the start", { logGroupName: GROUP, startTime: 2, endTime: 1 }, "InvalidParameterException"],
  ["an invalid pattern", { logGroupName: GROUP, filterPattern: "{ $.a = }" }, "InvalidParameterException"],
  ["an invalid token", { logGroupName: GROUP, nextToken: "x" }, "InvalidParameterException"],
  ["a group of the Infrequent Access class", { logGroupName: "/app/warehouse/archive" }, "InvalidOperationException"],
  [
    "another account's group",
    { logGroupIdentifier: `arn:aws:logs:eu-central-1:333333333333:log-group:${GROUP}` },
    "ResourceNotFoundException",
  ],
])("rejects %s", async (_, input, name) => {
  expect(await errorOf(filter(input))).toMatch(new RegExp(`^${name}: `));
});

test("rejects the token of another request", async () => {
  const { nextToken = "" } = await filter({ logGroupName: GROUP, limit: 1 });
  expect(await errorOf(filter({ logGroupName: GROUP, filterPattern: "line", limit: 1, nextToken }))).toMatch(/^InvalidParameterException/);
});

test("an account cannot read the groups of another account", async () => {
  expect(await errorOf(logs(TEST_KEYS.globex).send(new FilterLogEventsCommand({ logGroupName: GROUP })))).toMatch(
    /^ResourceNotFoundException/,
  );
});

test("events of all streams are sorted by time, oldest first by default", async () => {
  const { events } = await all({ logGroupName: GROUP, limit: 7 });
  expect(events).toHaveLength(30);
  expect(events.map((event) => event.timestamp)).toEqual(events.map((event) => event.timestamp).toSorted());
  const newest = await all({ logGroupName: GROUP, limit: 7, startFromHead: false, startTime: start });
  expect(newest.events.map((event) => event.eventId)).toEqual(events.map((event) => event.eventId).toReversed());
});

test("the start and end of the range are inclusive", async () => {
  const { events } = await all({ logGroupName: GROUP, startTime: start + 2000, endTime: start + 4000, logStreamNames: ["b/1"] });
  expect(events.map((event) => event.message)).toEqual(["b/1 line 2", "b/1 line 3", "b/1 line 4"]);
});

test("a prefix selects streams and a pattern selects events", async () => {
  const { events } = await all({ logGroupName: GROUP, logStreamNamePrefix: "a/", filterPattern: '"line 7"' });
  expect(events.map((event) => event.message)).toEqual(["a/1 line 7", "a/2 line 7"]);
});

test("pages without a match are empty and have a next page", async () => {
  const endTime = Date.now();
  const rare = await all({
    logGroupName: "/app/scale/million",
    startTime: endTime - 24 * HOUR,
    endTime,
    filterPattern: "nowhere_to_be_found",
  });
  expect(rare.events).toEqual([]);
  expect(rare.empty).toBe(rare.pages);
  expect(rare.pages).toBeGreaterThan(3);
});

test("the group with 1,000,000 events is readable from either end without delay", async () => {
  const group = "/app/scale/million";
  const now = Date.now();
  // The oldest first: while the test runs, old events disappear and new ones are added.
  const oldest = await filter({ logGroupName: group, limit: 1 });
  const newest = await filter({ logGroupName: group, startTime: now - 7 * 24 * HOUR, startFromHead: false, limit: 1 });
  const [last, first] = [newest.events?.[0], oldest.events?.[0]];
  expect(now - (last?.timestamp ?? 0)).toBeLessThan(2000);
  expect(Number(last?.eventId?.slice(-15)) - Number(first?.eventId?.slice(-15))).toBeGreaterThanOrEqual(999_999 - 5);
  const again = await filter({ logGroupName: group, startTime: last?.timestamp, endTime: last?.timestamp });
  expect(again.events).toEqual([last]);
});

test.each(["/app/checkout/web", "/app/payments/api", "/app/payments/worker", "/app/scale/million"])(
  "%s has events of the last hour in several streams",
  async (logGroupName) => {
    const page = await filter({ logGroupName, startTime: Date.now() - HOUR });
    expect(page.events?.length).toBeGreaterThan(100);
    expect(new Set(page.events?.map((event) => event.logStreamName)).size).toBeGreaterThan(1);
  },
);

test("there are more groups than fit on one page of 50, sorted by name", async () => {
  const names: string[] = [];
  let pages = 0;
  for await (const page of paginateDescribeLogGroups({ client: acme() }, { logGroupNamePrefix: "/app/" })) {
    pages++;
    names.push(...(page.logGroups ?? []).map((group) => group.logGroupName ?? ""));
  }
  expect(pages).toBe(2);
  expect(names).toEqual(names.toSorted());
});

test("a pattern finds groups by part of the name and returns basic fields only", async () => {
  const { logGroups } = await acme().send(new DescribeLogGroupsCommand({ logGroupNamePattern: "payments" }));
  const fields = ["arn", "creationTime", "logGroupArn", "logGroupClass", "logGroupName", "metricFilterCount"];
  expect(logGroups?.map((group) => Object.keys(group).sort())).toEqual([fields, fields]);
  expect(await errorOf(acme().send(new DescribeLogGroupsCommand({ logGroupNamePattern: "a", logGroupNamePrefix: "b" })))).toMatch(
    /^InvalidParameterException/,
  );
});

test("GetLogEvents returns the newest page first, excludes the end time and repeats the token at the end", async () => {
  const get = (more: object) =>
    acme().send(new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: "a/1", endTime: start + 9000, limit: 4, ...more }));
  const newest = await get({});
  expect(newest.events?.map((event) => event.message)).toEqual(["a/1 line 5", "a/1 line 6", "a/1 line 7", "a/1 line 8"]);
  const older = await get({ nextToken: newest.nextBackwardToken });
  expect(older.events?.map((event) => event.message)).toEqual(["a/1 line 1", "a/1 line 2", "a/1 line 3", "a/1 line 4"]);
  const end = await get({ nextToken: newest.nextForwardToken, startFromHead: true });
  expect([end.events, end.nextForwardToken]).toEqual([[], newest.nextForwardToken]);
});

test("PutLogEvents rejects unordered events, unknown streams and events that are too old", async () => {
  const put = (logStreamName: string, times: number[]) =>
    acme().send(
      new PutLogEventsCommand({
        logGroupName: GROUP,
        logStreamName,
        logEvents: times.map((timestamp) => ({ timestamp, message: "late" })),
      }),
    );
  expect(await errorOf(put("a/1", [start + 2, start + 1]))).toMatch(/^InvalidParameterException/);
  expect(await errorOf(put("none", [start]))).toMatch(/^ResourceNotFoundException/);
  const { rejectedLogEventsInfo } = await put("b/1", [Date.now() - 15 * 24 * HOUR, Date.now() - 15 * 24 * HOUR]);
  expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 2 });
});
