import { type Sandbox, startSandbox } from "@sallyport/aws-sandbox/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import type { Clock } from "#kernel/time/clock.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { REGION, type VerifiedConnection, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { readQuota } from "./read-quota.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let actor: CustomerActor;
let connection: VerifiedConnection;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
  portal = await startPortalWithFakeClock(sandbox);
  actor = await portal.newOwner();
  connection = await verifiedConnection(portal, sandbox.state.iam, actor);
});
afterAll(async () => {
  await portal.close();
  await sandbox.close();
});
// A reserved call expires within a second of this clock, which is stopped, as is the time of the database, so a slow machine changes nothing.
beforeEach(async () => {
  await portal.meanwhile("delete from log_quotas", []);
  waits = [];
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => vi.useRealTimers());

/** The milliseconds that each admitted call had to wait. */
let waits: number[];
const clock: Clock = { now: () => new Date(), wait: async (ms) => void waits.push(ms) };
const quotaOf = (raised: Readonly<Record<string, number>> = {}) =>
  readQuota(actor, new Map(), { connectionId: connection.connectionId, region: REGION, raised }, clock);

/** The calls of an operation that all processes have reserved. */
async function taken(operation = "FilterLogEvents"): Promise<number> {
  const text = "select in_second + in_second_before as calls from log_quotas where operation = $1";
  const { rows } = await portal.db.pool("owner").query<{ calls: number }>(text, [operation]);
  return rows[0]?.calls ?? 0;
}

test("a call that would have to wait too long fails immediately and uses no quota", async () => {
  const quota = quotaOf({ FilterLogEvents: 2 });
  const answers = await Promise.all(Array.from({ length: 6 }, () => quota.admit("FilterLogEvents")));
  const full = answers.filter(({ kind }) => kind === "full");
  // One call per second: two within 1.5 seconds, because the account was not read before.
  expect(full).toEqual(Array.from({ length: 4 }, () => ({ kind: "full", retryAfterMs: expect.any(Number) })));
  const text = "select extract(epoch from paid_until - now())::float as ahead from log_quotas";
  const { rows } = await portal.db.pool("owner").query<{ ahead: number }>(text);
  expect(rows[0]?.ahead).toBeCloseTo(1.2, 1);
});

test("while calls are reserved, a read needs no database query for them", async () => {
  const quota = quotaOf({ FilterLogEvents: 4000 });
  await quota.admit("FilterLogEvents");
  const before = await taken();
  for (let n = 0; n < 100; n++) await quota.admit("FilterLogEvents");
  expect(await taken()).toBe(before);
});

test("calls wait for one another, so that each second has half the calls of the AWS quota", async () => {
  const quota = quotaOf({ FilterLogEvents: 16 });
  await Promise.all(Array.from({ length: 12 }, () => quota.admit("FilterLogEvents")));
  // The share of 0.8 seconds is available at the start; every call after that waits an eighth of a second for the one before.
  expect(waits.length).toBeGreaterThanOrEqual(5);
  const between = waits.slice(1).map((ms, n) => ms - (waits[n] ?? 0));
  for (const ms of between) expect(ms).toBeCloseTo(125, 0);
});

test("for a quota of any size, unused calls are available after one database query", async () => {
  await quotaOf({ FilterLogEvents: 100_000 }).admit("FilterLogEvents");
  expect(await taken()).toBe(1000);
});

test("calls reserved ahead are available when they are needed, and only where this process has read before", async () => {
  const quota = quotaOf({ FilterLogEvents: 16, GetLogEvents: 16 });
  await quota.admit("FilterLogEvents");
  await quota.admit("FilterLogEvents");
  quota.ahead("GetLogEvents");
  quota.ahead("FilterLogEvents");
  await expect.poll(() => taken()).toBe(4);
  for (let n = 0; n < 2; n++) await quota.admit("FilterLogEvents");
  expect(await taken()).toBe(4);
  quota.forget("FilterLogEvents");
  quota.ahead("FilterLogEvents");
  expect(await taken("GetLogEvents")).toBe(0);
  expect(await taken()).toBe(4);
});

test("the usage is returned together with the AWS quota of the region", async () => {
  const quota = quotaOf();
  expect(quota.use("FilterLogEvents")).toEqual({ usedPerSecond: 0, quotaPerSecond: 5 });
  await quota.admit("FilterLogEvents");
  expect(quota.use("FilterLogEvents")).toEqual({ usedPerSecond: 1, quotaPerSecond: 5 });
  expect(quota.use("DescribeLogGroups")).toEqual({ usedPerSecond: 0, quotaPerSecond: 10 });
});
