import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { beforeEach, expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { type Clock, systemClock } from "#kernel/time/clock.ts";
import { recheckConnection } from "#lib/connections/checks/run-requests.ts";
import { accepted, endOf, type Portal, trust } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { whilePresent } from "#lib/logs/log-reader.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { REGION, type VerifiedConnection, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { type DownloadFormat, eventWriter } from "./download-format.ts";
import { type Download, DownloadBroken, downloadLogEvents, MOST_EVENTS, type Position } from "./download-log-events.ts";

const MILLION = "/app/scale/million";
const HOUR = 3_600_000;

let sandbox: Sandbox;
let portal: Portal;
let actor: CustomerActor;
let connection: VerifiedConnection;

portalForFile(async (made) => {
  ({ sandbox, portal } = made);
  actor = await portal.newOwner();
});
beforeEach(async () => {
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
  /** The position at which a continued file begins. */
  readonly from?: Position;
  readonly isNear?: () => boolean;
  readonly to?: number;
  readonly mostEvents?: number;
}

const lastMoment = () => Math.floor((Date.now() - 60_000) / 600) * 600 - 1;

async function download(wishes: Wishes = {}) {
  const { logGroup = MILLION, hours = 1, pattern = "", format = "ndjson", clock = systemClock } = wishes;
  const reader = accepted(await openLogReader(actor, portal.context, connection.connectionId, REGION, "search"));
  // The log group has one event every 600 ms, so a range of whole intervals has a known number of events.
  const to = wishes.to ?? lastMoment();
  const asked: Download = {
    customerId: actor.customerId,
    search: { region: REGION, logGroup, from: wishes.from?.at ?? to + 1 - hours * HOUR, to, pattern },
    writer: eventWriter(format, logGroup),
    clock,
    signal: wishes.signal ?? new AbortController().signal,
    ...(wishes.from && { skip: wishes.from.skip }),
    ...(wishes.mostEvents && { mostEvents: wishes.mostEvents }),
    stopping: { isNear: wishes.isNear ?? (() => false), continueAt: ({ at, skip }) => `<${at} ${skip}>` },
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

test("a download ends after the most events that it may have, a million, and its last line says so", async () => {
  expect(MOST_EVENTS).toBe(1_000_000);
  // A smaller limit, over many pages, because a million events take 15 seconds of processor time.
  const lines = (await textOf(accepted(await download({ hours: 6, format: "txt", mostEvents: 30_001 })))).trimEnd().split("\n");
  expect(lines).toHaveLength(30_002);
  expect(lines.at(-1)).toMatch(/^# The file ends after 30,001 events\. The time range contains more/);
  // No more than the limit is no cut: the range has 36,000 events.
  const whole = (await textOf(accepted(await download({ hours: 6, format: "txt", mostEvents: 36_000 })))).trimEnd().split("\n");
  expect(whole).toHaveLength(36_000);
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

test("when its process stops, a file ends after a complete event with the way to continue, and the next file has exactly the rest", async () => {
  const to = lastMoment();
  const whole = (await textOf(accepted(await download({ to, hours: 12 })))).split("\n");
  const files: string[][] = [];
  let from: Position | undefined;
  for (let pieces = 0; files.length < 4; pieces = 0) {
    const isNear = () => ++pieces >= 7 && files.length < 3;
    const lines = (await textOf(accepted(await download({ to, hours: 12, isNear, ...(from && { from }) })))).split("\n");
    const [, at, skip] = /"remark":"The file ends here, because the portal is restarting\..*<(\d+) (\d+)>"/.exec(lines.at(-2) ?? "") ?? [];
    files.push(at === undefined ? lines : lines.slice(0, -2));
    from = { at: Number(at), skip: Number(skip) };
  }
  expect(files.every((lines) => lines.length > 100)).toBe(true);
  expect(files.flat()).toEqual(whole);
});

test("a file that ends between events of the same millisecond is continued without a lost or doubled one", async () => {
  const [group, at] = ["/app/same-time", Date.now() - 600_000];
  const place = { accountId: connection.accountId, region: REGION };
  const { logs } = sandbox.state;
  logs.createGroup(place, { logGroupName: group });
  logs.createStream(place, group, "s");
  const names = Array.from({ length: 90 }, (_, n) => `<${n}>`);
  // A piece has about 32 of these events, and each file here has one piece.
  logs.putEvents(
    place,
    group,
    "s",
    names.map((name) => ({ timestamp: at, message: name.padEnd(1000, "x") })),
  );
  const seen: string[] = [];
  let from: Position = { at: at - 1, skip: 0 };
  for (let files = 1; files <= 3; files++) {
    const text = await textOf(accepted(await download({ logGroup: group, to: at + 1, from, isNear: () => files < 3 })));
    seen.push(...[...text.matchAll(/"message":"(<\d+>)/g)].map(([, name]) => name ?? ""));
    const [, time, skip] = /<(\d+) (\d+)>"\}\n$/.exec(text) ?? [];
    from = { at: Number(time), skip: Number(skip) };
  }
  expect(seen).toEqual(names);
});

test("a file that is complete when its process stops has no remark", async () => {
  const to = lastMoment();
  const complete = await textOf(accepted(await download({ to })));
  let taken = 0;
  const seen: string[] = [];
  const stopsAtEnd = accepted(await download({ to, isNear: () => taken >= complete.length }));
  for await (const piece of stopsAtEnd) {
    taken += piece.length;
    seen.push(piece);
  }
  expect(seen.join("")).toBe(complete);
});
