import { expect, test } from "vitest";
import { DownloadInput, LogGroupsQueryInput, LogSearchInput, LogStreamsQueryInput } from "./log-inputs.ts";

const CONNECTION = "01a20ce5-58c4-7a5e-a375-c278dcc63971";
const SEARCH = {
  region: "eu-central-1",
  logGroup: "/app/payments/api",
  from: 0,
  to: 1,
  pattern: "",
  cursor: null,
};

test.each<[string, object]>([
  ["a connection, which its address names", { connectionId: CONNECTION }],
  ["a name that no log group has", { logGroup: "/app/*" }],
  ["no log group", { logGroup: "" }],
  ["an ARN", { logGroup: "arn:aws:logs:eu-central-1:222222222222:log-group:/app" }],
  ["an end before the start", { from: 2 }],
  ["a time before 1970", { from: -1 }],
  ["half a millisecond", { to: 1.5 }],
  ["a pattern that AWS would not take", { pattern: "x".repeat(1025) }],
  ["a token of 5 kB", { cursor: "x".repeat(5000) }],
  ["no stream at all", { streams: [] }],
  ["a name that no stream has", { streams: ["a*"] }],
  ["more streams than AWS takes", { streams: Array.from({ length: 101 }, (_, n) => `s${n}`) }],
  ["a word that nobody asked for", { customerId: "another" }],
  ["an array for a text", { pattern: ["a"] }],
])("a search with %s is refused", (_, change) => {
  expect(LogSearchInput.safeParse({ ...SEARCH, ...change }).success).toBe(false);
});

test("a search with all fields is valid", () => {
  expect(LogSearchInput.safeParse({ ...SEARCH, streams: ["2026/11/24/[$LATEST]abc"], cursor: "token" }).success).toBe(true);
});

test("a search for log groups is strict, too", () => {
  const query = { connectionId: CONNECTION, region: "eu-central-1", search: "", nextToken: null };
  expect(LogGroupsQueryInput.safeParse(query).success).toBe(true);
  expect(LogGroupsQueryInput.safeParse({ ...query, search: "x".repeat(513) }).success).toBe(false);
  expect(LogGroupsQueryInput.safeParse({ ...query, limit: 9 }).success).toBe(false);
});

test("a search for log streams accepts the characters of a stream name and no unknown fields", () => {
  const query = {
    connectionId: CONNECTION,
    region: "eu-central-1",
    logGroup: "/app/x",
    prefix: "2026/11/26/[$L",
    nextToken: null,
  };
  expect(LogStreamsQueryInput.safeParse(query).success).toBe(true);
  expect(LogStreamsQueryInput.safeParse({ ...query, prefix: "" }).success).toBe(true);
  expect(LogStreamsQueryInput.safeParse({ ...query, prefix: "a*" }).success).toBe(false);
  expect(LogStreamsQueryInput.safeParse({ ...query, prefix: "x".repeat(513) }).success).toBe(false);
  expect(LogStreamsQueryInput.safeParse({ ...query, logGroup: "a group" }).success).toBe(false);
  expect(LogStreamsQueryInput.safeParse({ ...query, limit: 9 }).success).toBe(false);
});

const DOWNLOAD = { region: "eu-central-1", logGroup: "/app/x", from: "0", to: "1764000000000" };

test.each<[string, object]>([
  ["a format that there is not", { format: "exe" }],
  ["a time that is no number", { from: "1e3" }],
  ["a negative time", { from: "-1" }],
  ["an end before the start", { from: "1764000000001" }],
  ["a file name of one's own", { filename: "../../x" }],
  ["an empty stream", { streams: "a**b" }],
])("a download with %s is refused", (_, change) => {
  expect(DownloadInput.safeParse({ ...DOWNLOAD, ...change }).success).toBe(false);
});

test("the URL of a download is parsed to a search", () => {
  expect(DownloadInput.parse({ ...DOWNLOAD, streams: "a*b", format: "csv", pattern: "x", skip: "3" })).toEqual({
    region: "eu-central-1",
    logGroup: "/app/x",
    from: 0,
    to: 1_764_000_000_000,
    pattern: "x",
    streams: ["a", "b"],
    format: "csv",
    skip: 3,
  });
  expect(DownloadInput.parse(DOWNLOAD).skip).toBe(0);
  expect(DownloadInput.safeParse({ ...DOWNLOAD, skip: "-1" }).success).toBe(false);
});
