import { randomUUID } from "node:crypto";
import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { beforeEach, expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { type Clock, systemClock } from "#kernel/time/clock.ts";
import { recheckConnection } from "#lib/connections/checks/run-requests.ts";
import { accepted, endOf, type Portal, trust } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import type { LogSearch, LogSearchPart } from "#lib/logs/shared/log-view.ts";
import { policy, REGION, type VerifiedConnection, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { searchLogEvents } from "./search-log-events.ts";

let sandbox: Sandbox;
let portal: Portal;
let actor: CustomerActor;
let connection: VerifiedConnection;
let reader: LogReader;
let group: string;

portalForFile(async (made) => {
  ({ sandbox, portal } = made);
  actor = await portal.newOwner();
  connection = await verifiedConnection(portal, sandbox.state.iam, actor);
  reader = accepted(await openLogReader(actor, portal.context, connection.connectionId, REGION, "search"));
});
beforeEach(async () => {
  await portal.meanwhile("delete from log_quotas", []);
  group = `/app/test/${randomUUID()}`;
  sandbox.state.logs.createGroup(place(), { logGroupName: group });
});

const place = () => ({ accountId: connection.accountId, region: REGION });
const T0 = Date.UTC(2026, 5, 1);
const MILLION = "/app/scale/million";

function write(stream: string, events: readonly (readonly [at: number, message: string])[]): void {
  const { logs } = sandbox.state;
  if (!logs.requireGroup(place(), group).streams.has(stream)) logs.createStream(place(), group, stream);
  logs.putEvents(
    place(),
    group,
    stream,
    events.map(([timestamp, message]) => ({ timestamp, message })),
  );
}

const asked = (change: Partial<LogSearch> = {}): LogSearch => ({
  connectionId: connection.connectionId,
  region: REGION,
  logGroup: group,
  from: T0,
  to: T0 + 3_600_000,
  pattern: "",
  cursor: null,
  ...change,
});

async function search(change: Partial<LogSearch> = {}, clock: Clock = systemClock, by = reader): Promise<LogSearchPart[]> {
  const parts: LogSearchPart[] = [];
  for await (const part of searchLogEvents(by, asked(change), clock)) parts.push(part);
  return parts;
}

/** Searches until the end: one call after another until there is no cursor. */
async function searchToTheEnd(change: Partial<LogSearch>): Promise<{ parts: LogSearchPart[]; calls: number }> {
  const parts: LogSearchPart[] = [];
  for (let calls = 1, cursor: string | null = null; ; calls++) {
    parts.push(...(await search({ ...change, cursor })));
    const end = parts.at(-1);
    if (end?.kind !== "end") throw new Error(JSON.stringify(end));
    if (end.cursor === null) return { parts, calls };
    cursor = end.cursor;
  }
}

const messages = (parts: readonly LogSearchPart[]) =>
  parts.flatMap((part) => (part.kind === "events" ? part.events.map(({ message }) => message) : []));
const kinds = (parts: readonly LogSearchPart[]) => parts.map(({ kind }) => kind);
const searches = (since: number) => sandbox.state.callLog.since(since).filter(({ action }) => action === "FilterLogEvents");

/** A clock that records the requested waits. Its time passes only while it waits, each time `oversleptMs` longer than requested. */
function patientClock(oversleptMs = 0): { clock: Clock; waits: number[] } {
  const waits: number[] = [];
  let now = Date.now();
  const wait: Clock["wait"] = (ms, signal) => {
    waits.push(ms);
    now += ms + oversleptMs;
    return systemClock.wait(ms, signal);
  };
  return { waits, clock: { now: () => new Date(now), wait } };
}

test.each<[string, Partial<LogSearch>, string, RegExp]>([
  ["a filter pattern that AWS cannot read", { pattern: "{ $.level = " }, "invalid", /Invalid filter pattern.*double quotes/],
  ["a log group that is gone", { logGroup: "/app/gone" }, "not-found", /no longer exists/],
  ["the Infrequent Access class", { logGroup: "/app/warehouse/archive" }, "not-allowed", /Infrequent Access class/],
])("%s ends with a sentence of its own, and no row", async (_, change, code, sentence) => {
  expect(await search(change)).toEqual([{ kind: "failed", code, message: expect.stringMatching(sentence) }]);
});

test("the error names the permission that the role lacks", async () => {
  const shut = await verifiedConnection(portal, sandbox.state.iam, actor, { permissions: policy(["logs:DescribeLogGroups"]) });
  const theirs = accepted(await openLogReader(actor, portal.context, shut.connectionId, REGION, "search"));
  expect(await search({ connectionId: shut.connectionId }, systemClock, theirs)).toEqual([
    { kind: "failed", code: "not-allowed", message: expect.stringContaining("logs:FilterLogEvents") },
  ]);
});

test("a quarantine during a search withholds every page that was not sent yet", async () => {
  const other = await verifiedConnection(portal, sandbox.state.iam, actor);
  const theirs = accepted(await openLogReader(actor, portal.context, other.connectionId, REGION, "search"));
  const to = Date.now();
  const parts = searchLogEvents(theirs, asked({ logGroup: MILLION, from: to - 86_400_000, to }), patientClock().clock);
  expect((await parts.next()).value).toMatchObject({ kind: "events" });
  sandbox.state.iam.updateAssumeRolePolicy(other.accountId, other.roleName, trust());
  await endOf(await recheckConnection(actor, portal.context, other.connectionId));
  const rest: LogSearchPart[] = [];
  for await (const part of parts) rest.push(part);
  expect(kinds(rest)).toEqual(["progress", "failed"]);
  expect(rest.at(-1)).toMatchObject({ message: expect.stringMatching(/has stopped/) });
});

test.each([0, 10_000])("throttling delays the search visibly, and no row is lost; overslept by %d ms", async (oversleptMs) => {
  write("s", [[T0, "one"]]);
  sandbox.state.faults.add({ service: "logs", fault: "throttle", match: { action: "FilterLogEvents" }, times: 1 });
  const { clock, waits } = patientClock(oversleptMs);
  const parts = await search({}, clock);
  expect(kinds(parts)).toEqual(["limited", "events", "progress", "end"]);
  expect(parts[0]).toMatchObject({ kind: "limited", continuesInMs: 2000, by: "aws" });
  expect(waits).toEqual([2000]);
});

test("continued throttling ends with an error after a limited number of waits", async () => {
  sandbox.state.faults.add({ service: "logs", fault: "throttle", match: { action: "FilterLogEvents" } });
  const { clock, waits } = patientClock();
  const parts = await search({}, clock);
  expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(10_000);
  expect(kinds(parts)).toEqual([...waits.map(() => "limited"), "failed"]);
  expect(waits.length).toBeGreaterThan(0);
  expect(parts.at(-1)).toMatchObject({
    code: "limited",
    message: expect.stringMatching(/AWS throttled log reads|rate limit for log reads/),
  });
});

test("when AWS stops answering, the search ends with an error after the rows so far", async () => {
  const to = Date.now();
  const parts = searchLogEvents(reader, asked({ logGroup: MILLION, from: to - 86_400_000, to }), patientClock().clock);
  expect((await parts.next()).value).toMatchObject({ kind: "events" });
  sandbox.state.faults.add({ service: "logs", fault: "5xx", match: {} });
  const rest: LogSearchPart[] = [];
  for await (const part of parts) rest.push(part);
  expect(kinds(rest)).toEqual(["progress", "failed"]);
  expect(rest.at(-1)).toMatchObject({ code: "unavailable", message: expect.stringMatching(/did not respond in time/) });
});

test("an empty page with a token is not the end: the search continues and reports its progress", async () => {
  const to = Date.now();
  const parts = await search(
    { logGroup: MILLION, from: to - 6 * 86_400_000, to, pattern: '"no such word anywhere"' },
    { now: () => new Date(to), wait: systemClock.wait },
  );
  const steps = parts.filter((part) => part.kind === "progress");
  expect(messages(parts)).toEqual([]);
  expect(steps.map(({ pages, emptyPages }) => [pages, emptyPages])).toEqual([1, 2, 3, 4, 5].map((n) => [n, n]));
  expect(parts.at(-1)).toMatchObject({ kind: "end", cursor: expect.any(String) });
});

test.each([false, true])(
  "a call has at most five pages and the next one continues there: every event once, to the end; oldest first: %s",
  async (oldestFirst) => {
    // The log group has one event every 600 ms, so a range of whole intervals has a known number of events.
    const to = Math.floor((Date.now() - 60_000) / 600) * 600 - 1;
    const from = to + 1 - 6 * 3_600_000;
    const before = sandbox.state.callLog.last;
    const { parts, calls } = await searchToTheEnd({ logGroup: MILLION, from, to, oldestFirst });
    expect(calls).toBeGreaterThan(5);
    expect(searches(before).length).toBeLessThanOrEqual(calls * 5);
    const pages = parts.flatMap((part) => (part.kind === "events" ? [part.events] : []));
    // The first request is for one screen, so that its rows do not wait for a thousand others.
    expect(pages.slice(0, 3).map(({ length }) => length)).toEqual([100, 1000, 1000]);
    const events = pages.flat();
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(events.length).toBe(36_000);
    expect(events.every(({ at }) => at >= from && at <= to)).toBe(true);
    const inOrder = oldestFirst ? events : events.toReversed();
    expect(inOrder.every(({ at }, n) => n === 0 || at >= (inOrder[n - 1]?.at ?? 0))).toBe(true);
  },
);

test("a call ends after ten seconds even when AWS is slow, with a cursor for the next call", async () => {
  let looks = 0;
  const slow: Clock = { now: () => new Date(Date.UTC(2026, 0, 1) + 6000 * looks++), wait: () => Promise.resolve() };
  const to = Date.now();
  const parts = await search({ logGroup: MILLION, from: to - 86_400_000, to }, slow);
  expect(kinds(parts)).toEqual(["events", "progress", "end"]);
  expect(parts.at(-1)).toMatchObject({ cursor: expect.any(String) });
});

test("events of all streams are sorted together, newest first, including both ends of the range", async () => {
  const end = T0 + 3_600_000;
  write("one", [
    [T0 - 1, "too early"],
    [T0, "first"],
    [T0 + 2000, "third"],
  ]);
  write("two", [
    [T0 + 1000, "second"],
    [end, "last"],
    [end + 1, "too late"],
  ]);
  const parts = await search();
  expect(messages(parts)).toEqual(["last", "third", "second", "first"]);
  expect(parts.slice(-2)).toEqual([
    { kind: "progress", searchedTo: T0, pages: 1, emptyPages: 0, quota: { usedPerSecond: expect.any(Number), quotaPerSecond: 100_000 } },
    { kind: "end", cursor: null, newestFirst: true },
  ]);
});

test("a range that begins before 2024 is read oldest first, and the result says so", async () => {
  for (const [n, text] of ["first", "second"].entries()) write("s", [[T0 + n, text]]);
  const parts = await search({ from: Date.UTC(2020, 0, 1) });
  expect(messages(parts)).toEqual(["first", "second"]);
  expect(parts.at(-1)).toEqual({ kind: "end", cursor: null, newestFirst: false });
});

test("only the named streams are read when some are named", async () => {
  for (const [n, stream] of ["one", "two", "three"].entries()) write(stream, [[T0 + n, `of ${stream}`]]);
  expect(messages(await search({ streams: ["three", "one"] }))).toEqual(["of three", "of one"]);
});

test("log text is returned unchanged, whatever it contains", async () => {
  const hostile = '<img src=x onerror=alert(1)>\u001b[2J\u202e{"__proto__":{"a":1}}';
  write("s", [[T0, hostile]]);
  expect(messages(await search())).toEqual([hostile]);
});

test("a pattern is sent to AWS unchanged", async () => {
  const before = sandbox.state.callLog.last;
  const pattern = '{ $.status = 504 && $.path = "/v1/*" }';
  await search({ pattern });
  expect(searches(before).map(({ parameters }) => parameters["filterPattern"])).toEqual([pattern]);
});
