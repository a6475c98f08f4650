import { randomUUID } from "node:crypto";
import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { beforeEach, expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { type Clock, systemClock } from "#kernel/time/clock.ts";
import { accepted, type Portal } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { eventWriter } from "#lib/logs/download/download-format.ts";
import { downloadLogEvents } from "#lib/logs/download/download-log-events.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { searchLogEvents } from "#lib/logs/search/search-log-events.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import type { LogSearch, LogSearchPart } from "#lib/logs/shared/log-view.ts";
import { EVERYTHING, policy, REGION, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";

const place = { accountId: "222222222222", region: REGION };
const T0 = Date.UTC(2026, 5, 1);
const HOUR = 3_600_000;

let sandbox: Sandbox;
let portal: Portal;
let actor: CustomerActor;
let reader: LogReader;
let group: string;

portalForFile(async (made) => {
  ({ sandbox, portal } = made);
  actor = await portal.newOwner();
  reader = await readerOf("query", EVERYTHING);
});
beforeEach(async () => {
  sandbox.state.queries.delayAll(0);
  await portal.meanwhile("delete from log_quotas", []);
  await portal.meanwhile("delete from log_usage_daily", []);
  group = `/app/archive/${randomUUID()}`;
  sandbox.state.logs.createGroup(place, { logGroupName: group, logGroupClass: "INFREQUENT_ACCESS" });
});

async function readerOf(logAccess: string, permissions: string): Promise<LogReader> {
  const { connectionId } = await verifiedConnection(portal, sandbox.state.iam, actor, { permissions });
  await portal.meanwhile("update connections set log_access = $1 where id = $2", [logAccess, connectionId]);
  return accepted(await openLogReader(actor, portal.context, connectionId, REGION, "search"));
}

function write(stream: string, events: readonly (readonly [at: number, message: string])[]): void {
  const { logs } = sandbox.state;
  if (!logs.requireGroup(place, group).streams.has(stream)) logs.createStream(place, group, stream);
  logs.putEvents(
    place,
    group,
    stream,
    events.map(([timestamp, message]) => ({ timestamp, message })),
  );
}

const asked = (change: Partial<LogSearch> = {}): LogSearch => ({
  connectionId: "",
  region: REGION,
  logGroup: group,
  from: T0,
  to: T0 + HOUR,
  pattern: "",
  cursor: null,
  ...change,
});

async function search(change: Partial<LogSearch> = {}, by = reader): Promise<LogSearchPart[]> {
  const parts: LogSearchPart[] = [];
  for await (const part of searchLogEvents(by, asked(change), systemClock)) parts.push(part);
  return parts;
}

async function downloaded(): Promise<string> {
  const download = {
    customerId: actor.customerId,
    search: asked(),
    writer: eventWriter("ndjson", group),
    clock: systemClock,
    signal: new AbortController().signal,
  };
  let text = "";
  for await (const piece of accepted(await downloadLogEvents(reader, download))) text += piece;
  return text;
}

async function usage(): Promise<readonly unknown[]> {
  const text = "select kind, user_id, uses, scanned_bytes::text as bytes from log_usage_daily where customer_id = $1";
  return (await portal.db.pool("owner").query(text, [actor.customerId])).rows;
}

/** The messages of a search while nobody can write a table. */
async function messagesWithout(table: string): Promise<readonly string[]> {
  const owner = portal.db.pool("owner");
  await owner.query(`alter table ${table} rename to ${table}_away`);
  try {
    return messages(await search());
  } finally {
    await owner.query(`alter table ${table}_away rename to ${table}`);
  }
}

const eventsOf = (parts: readonly LogSearchPart[]) => parts.flatMap((part) => (part.kind === "events" ? part.events : []));
const messages = (parts: readonly LogSearchPart[]) => eventsOf(parts).map(({ message }) => message);
const calls = (since: number) => sandbox.state.callLog.since(since).map(({ action, outcome }) => `${action} ${outcome}`);

test("with the log access Browse the error says what to change, and no query is started", async () => {
  const browse = await readerOf("browse", EVERYTHING);
  const before = sandbox.state.callLog.last;
  expect(await search({}, browse)).toEqual([
    {
      kind: "failed",
      code: "not-allowed",
      message: expect.stringMatching(/Infrequent Access class.*On the Query page of this connection/),
    },
  ]);
  expect(calls(before)).toEqual(["FilterLogEvents InvalidOperationException"]);
});

test("when the policy of the role does not allow queries, the error names the missing action", async () => {
  const narrow = await readerOf("query", policy(["logs:DescribeLogGroups", "logs:FilterLogEvents"]));
  expect(await search({}, narrow)).toEqual([{ kind: "failed", code: "not-allowed", message: expect.stringContaining("logs:StartQuery") }]);
});

test("a pattern that a query cannot express is an error before a billed query is started", async () => {
  const before = sandbox.state.callLog.last;
  expect(await search({ pattern: '{ $.level = "error" }' })).toEqual([
    { kind: "failed", code: "invalid", message: expect.stringMatching(/only terms and phrases/) },
  ]);
  expect(calls(before).some((call) => call.startsWith("StartQuery"))).toBe(false);
});

test("a query that fails at AWS is an error, not an empty result", async () => {
  write("s", [[T0, "one"]]);
  sandbox.state.faults.add({ service: "logs", fault: "5xx", match: { action: "GetQueryResults" } });
  expect((await search()).at(-1)).toMatchObject({ kind: "failed", code: "unavailable" });
});

test("a reader who disconnects stops the running query, so that AWS does not bill the rest", async () => {
  sandbox.state.queries.delayAll(600_000);
  const before = sandbox.state.callLog.last;
  const parts = searchLogEvents(reader, asked(), systemClock);
  expect((await parts.next()).value).toMatchObject({ kind: "progress", query: { running: true } });
  await parts.return(undefined);
  expect(calls(before).slice(-2)).toEqual(["StopQuery ok", "GetQueryResults ok"]);
  expect(await usage()).toEqual([{ kind: "query", user_id: actor.userId, uses: 1, bytes: expect.any(String) }]);
});

test("what AWS bills for reading such a log group is in the usage of the person, for a search as for a download, and nothing for one that AWS did not run", async () => {
  sandbox.state.faults.add({ service: "logs", fault: "access-denied", match: { action: "StartQuery" }, times: 1 });
  await search();
  expect(await usage()).toEqual([]);
  write("s", [[T0, "x".repeat(500)]]);
  const scanned = (await search()).findLast((part) => part.kind === "progress")?.query?.scannedBytes ?? 0;
  expect(scanned).toBe(500);
  const of = { kind: "query", user_id: actor.userId };
  expect(await usage()).toEqual([{ ...of, uses: 1, bytes: String(scanned) }]);
  await downloaded();
  expect(await usage()).toEqual([{ ...of, uses: 2, bytes: String(2 * scanned) }]);
});

test("a page of the log is shown although its usage can't be stored", async () => {
  write("s", [[T0, "shown"]]);
  const [line, ...others] = await messagesWithout("log_usage_daily");
  expect([line, others]).toEqual(["shown", []]);
});

test("a query that runs for more than a minute is stopped and fails", async () => {
  sandbox.state.queries.delayAll(600_000);
  let looks = 0;
  const slow: Clock = { now: () => new Date(T0 + 7000 * looks++), wait: () => Promise.resolve() };
  const before = sandbox.state.callLog.last;
  const parts: LogSearchPart[] = [];
  for await (const part of searchLogEvents(reader, asked(), slow)) parts.push(part);
  expect(parts.at(-1)).toMatchObject({ kind: "failed", code: "unavailable" });
  expect(parts.length).toBeLessThan(12);
  expect(calls(before).slice(-2)).toEqual(["StopQuery ok", "GetQueryResults ok"]);
});

test("the range includes both ends to the millisecond, newest first, over all streams", async () => {
  write("one", [
    [T0 - 1, "too early"],
    [T0, "first"],
    [T0 + 2000, "third"],
  ]);
  write("two", [
    [T0 + 1000, "second"],
    [T0 + HOUR, "last"],
    [T0 + HOUR + 1, "too late"],
  ]);
  const parts = await search();
  expect(messages(parts)).toEqual(["last", "third", "second", "first"]);
  expect(eventsOf(parts)[0]).toMatchObject({ at: T0 + HOUR, stream: "two" });
  expect(parts.slice(-2)).toEqual([
    { kind: "progress", searchedTo: T0, pages: 1, emptyPages: 0, query: { running: false, scannedBytes: expect.any(Number) } },
    { kind: "end", cursor: null, newestFirst: true },
  ]);
  expect(messages(await search({ streams: ["two"] }))).toEqual(["last", "second"]);
  expect(messages(await search({ pattern: "t -third" }))).toEqual(["last", "first"]);
});

test("a range that begins before 2024 is read oldest first, as for other log groups", async () => {
  for (const [n, text] of ["first", "second"].entries()) write("s", [[T0 + n, text]]);
  const parts = await search({ from: Date.UTC(2020, 0, 1) });
  expect(messages(parts)).toEqual(["first", "second"]);
  expect(parts.at(-1)).toEqual({ kind: "end", cursor: null, newestFirst: false });
});

test("more rows than one query returns are read over several calls, each event once", async () => {
  write(
    "s",
    Array.from({ length: 15_000 }, (_, n) => [T0 + Math.floor(n / 3), `line ${n}`] as const),
  );
  const first = await search();
  const end = first.at(-1);
  if (end?.kind !== "end" || end.cursor === null) throw new Error(JSON.stringify(end));
  const rest = await search({ cursor: end.cursor });
  expect(rest.at(-1)).toMatchObject({ kind: "end", cursor: null });
  const all = messages([...first, ...rest]);
  expect(all).toHaveLength(15_000);
  expect(new Set(all).size).toBe(15_000);
});

test("a made-up cursor cannot leave the range", async () => {
  write("s", [
    [T0 - 5, "before"],
    [T0 + HOUR + 5, "after"],
  ]);
  expect(messages(await search({ cursor: `query:${T0 + 2 * HOUR}` }))).toEqual([]);
});

test("a download of such a log group is complete and oldest first", async () => {
  write(
    "s",
    Array.from({ length: 12_000 }, (_, n) => [T0 + n, `line ${n}`] as const),
  );
  const lines = (await downloaded()).trimEnd().split("\n");
  expect(lines).toHaveLength(12_000);
  expect(lines[0]).toContain('"line 0"');
  expect(lines.at(-1)).toContain('"line 11999"');
});
