import { type Sandbox, startSandbox } from "@sallyport/aws-sandbox/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { type Clock, systemClock } from "#kernel/clock.ts";
import { recheckConnection } from "#lib/connections/checks/submit-role-arn.ts";
import { accepted, endOf, type Portal, startPortal, trust } from "#lib/connections/testing/portal.ts";
import { whilePresent } from "#lib/logs/log-reader.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { REGION, type VerifiedConnection, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { type DownloadFormat, eventWriter } from "./download-format.ts";
import { type Download, DownloadBroken, downloadLogEvents } from "./download-log-events.ts";

const MILLION = "/app/scale/million";
const HOUR = 3_600_000;

let sandbox: Sandbox;
let portal: Portal;
let actor: CustomerActor;
let connection: VerifiedConnection;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
  portal = await startPortal(sandbox);
  actor = await portal.newOwner();
});
afterAll(async () => {
  await portal.close();
  await sandbox.close();
});
beforeEach(async () => {
  sandbox.state.faults.clear();
  await portal.meanwhile("delete from log_quotas", []);
  connection = await verifiedConnection(portal, sandbox.state.iam, actor);
});

interface Wishes {
  readonly logGroup?: string;
  readonly hours?: number;
  readonly pattern?: string;
  readonly format?: DownloadFormat;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  readonly isPresent?: () => Promise<boolean>;
}

async function download(wishes: Wishes = {}) {
  const { logGroup = MILLION, hours = 1, pattern = "", format = "ndjson", clock = systemClock } = wishes;
  const reader = accepted(await openLogReader(actor, portal.context, connection.connectionId, REGION, "search"));
  // The log group has one event every 600 ms, so a range of whole intervals has a known number of events.
  const to = Math.floor((Date.now() - 60_000) / 600) * 600 - 1;
  const asked: Download = {
    customerId: actor.customerId,
    search: { region: REGION, logGroup, from: to + 1 - hours * HOUR, to, pattern },
    writer: eventWriter(format, logGroup),
    clock,
    signal: wishes.signal ?? new AbortController().signal,
  };
  return downloadLogEvents(whilePresent(reader, wishes.isPresent ?? (async () => true)), asked);
}

/** Reads the rest of a download whose first pieces were already read. */
async function drain(pieces: AsyncIterator<string>): Promise<void> {
  while ((await pieces.next()).done !== true);
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

const searches = (since: number) => sandbox.state.callLog.since(since).filter(({ action }) => action === "FilterLogEvents");

test.each([
  ["a log group that is gone", { logGroup: "/app/gone" }, "not-found"],
  ["a bad pattern", { pattern: "{ $.level = " }, "invalid"],
  ["an Infrequent Access group", { logGroup: "/app/warehouse/archive" }, "not-allowed"],
])("%s is a refusal and no file", async (_, wishes, code) => {
  expect(await download(wishes)).toMatchObject({ ok: false, code });
});

test("a quarantine during a download aborts it instead of ending it normally", async () => {
  const pieces = accepted(await download({ hours: 24 }))[Symbol.asyncIterator]();
  expect((await pieces.next()).value).toContain("\n");
  sandbox.state.iam.updateAssumeRolePolicy(connection.accountId, connection.roleName, trust());
  await endOf(await recheckConnection(actor, portal.context, connection.connectionId));
  await expect(drain(pieces)).rejects.toThrow(DownloadBroken);
});

test("a person who is signed out or no longer a member gets no further page", async () => {
  let asked = 0;
  const pieces = accepted(await download({ hours: 12, isPresent: async () => ++asked < 3 }));
  const since = sandbox.state.callLog.last;
  await expect(textOf(pieces)).rejects.toThrow(DownloadBroken);
  expect(searches(since)).toHaveLength(2);
});

test("a download is aborted when AWS stops answering", async () => {
  const pieces = accepted(await download({ hours: 24 }))[Symbol.asyncIterator]();
  await pieces.next();
  sandbox.state.faults.add({ service: "logs", fault: "5xx", match: {} });
  await expect(drain(pieces)).rejects.toThrow(/did not respond in time/);
});

test("a reader who disconnects stops it: no further page is read", async () => {
  const away = new AbortController();
  const pieces = accepted(await download({ hours: 24, signal: away.signal }))[Symbol.asyncIterator]();
  await pieces.next();
  away.abort();
  const before = sandbox.state.callLog.last;
  await expect(drain(pieces)).rejects.toThrow(DownloadBroken);
  expect(searches(before)).toEqual([]);
});

test("a page is read only after the previous page was consumed", async () => {
  const before = sandbox.state.callLog.last;
  const pieces = accepted(await download({ hours: 24 }))[Symbol.asyncIterator]();
  await pieces.next();
  expect(searches(before)).toHaveLength(1);
  let taken = 1;
  for (; searches(before).length === 1; taken++) await pieces.next();
  // A page has about one megabyte of text.
  expect(taken).toBeGreaterThan(10);
});

test("throttling by AWS delays the download", async () => {
  const waits: number[] = [];
  const wait: Clock["wait"] = (ms, signal) => {
    waits.push(ms);
    return systemClock.wait(ms, signal);
  };
  const clock: Clock = { now: systemClock.now, wait };
  sandbox.state.faults.add({ service: "logs", fault: "throttle", match: {}, times: 1 });
  const text = await textOf(accepted(await download({ clock })));
  expect(waits[0]).toBe(2000);
  expect(text.trimEnd().split("\n")).toHaveLength(6000);
});

test("every event of the range is written once, oldest first, over many pages", async () => {
  const text = await textOf(accepted(await download({ hours: 6 })));
  const lines = text.trimEnd().split("\n");
  expect(lines).toHaveLength(36_000);
  const times = lines.map((line) => (JSON.parse(line) as { timestamp: string }).timestamp);
  expect(times).toEqual([...times].sort());
});

test("a download ends after a million events, and its last line says so", async () => {
  const place = { accountId: connection.accountId, region: REGION };
  const more = Array.from({ length: 1000 }, (_, n) => ({ timestamp: Date.now() - 3 * HOUR + n, message: "one more" }));
  sandbox.state.logs.createStream(place, MILLION, "more");
  sandbox.state.logs.putEvents(place, MILLION, "more", more);
  const text = await textOf(accepted(await download({ hours: 24 * 8, format: "txt" })));
  const lines = text.trimEnd().split("\n");
  expect(lines).toHaveLength(1_000_001);
  expect(lines.at(-1)).toMatch(/^# The file ends after 1,000,000 events\. The time range contains more/);
});

test("a download that takes too long is truncated with a remark", async () => {
  let looks = 0;
  const late: Clock = { now: () => new Date(Date.UTC(2026, 0, 1) + 31 * 60_000 * looks++), wait: systemClock.wait };
  const text = await textOf(accepted(await download({ hours: 24, clock: late })));
  expect(text.trimEnd().split("\n").at(-1)).toMatch(/"remark":"The file ends after 30 minutes\..*narrow it/);
});

test("CSV begins with a header line", async () => {
  const text = await textOf(accepted(await download({ format: "csv", pattern: '{ $.level = "error" }' })));
  expect(text.split("\r\n")[0]).toBe("timestamp,ingestionTime,logGroup,logStream,message");
  expect(text.split("\r\n").length).toBeGreaterThan(2);
});
