import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { beforeEach, expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { accepted, type Portal } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { REGION, type VerifiedConnection, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { readQuota } from "./read-quota.ts";

const MILLION = "/app/scale/million";
const QUOTA = 20;

let sandbox: Sandbox;
let portal: Portal;
let actor: CustomerActor;
let connection: VerifiedConnection;

portalForFile(async (made) => {
  ({ sandbox, portal } = made);
  actor = await portal.newOwner();
  connection = await verifiedConnection(portal, sandbox.state.iam, actor);
});
beforeEach(async () => {
  sandbox.state.logQuotas.clear();
  await portal.meanwhile("delete from log_quotas", []);
});

/** Simulates another process: it shares neither sessions nor leases with this one, only the database. */
async function anotherInstance(quotas: Readonly<Record<string, number>>) {
  const context = appContextOf({ ...portal.env, logsQuotas: quotas });
  return accepted(await openLogReader(actor, context, connection.connectionId, REGION, "search"));
}

const searches = (since: number) => sandbox.state.callLog.since(since).filter(({ action }) => action === "FilterLogEvents");

/** The most calls in any one second. */
function busiestSecond(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
}

const quotaOf = (who: CustomerActor, connectionId = connection.connectionId, raised: Readonly<Record<string, number>> = {}) =>
  readQuota(who, new Map(), { connectionId, region: REGION, raised }, systemClock);

test("another customer cannot take calls of this connection's account", async () => {
  const stranger = await portal.newOwner();
  await expect(quotaOf(stranger).admit("FilterLogEvents")).rejects.toThrow();
  await expect(quotaOf(stranger).pause("FilterLogEvents", 60_000)).resolves.toBeUndefined();
  expect(await quotaOf(actor).admit("FilterLogEvents")).toEqual({ kind: "go" });
});

test("three processes that read as fast as possible together never exceed the AWS quota and lose no call", async () => {
  const raised = { FilterLogEvents: QUOTA };
  const readers = [await anotherInstance(raised), await anotherInstance({ ...raised }), await anotherInstance({ ...raised })];
  sandbox.state.logQuotas.set("FilterLogEvents", QUOTA);
  const before = sandbox.state.callLog.last;
  const to = Date.now();
  const read = async (n: number) => {
    for (let done = 0; done < 4; ) {
      const outcome = await readers[n % 3]?.logs.filterLogEvents(REGION, { logGroup: MILLION, from: to - 60_000, to, limit: 1 });
      if (outcome?.kind === "throttled") await systemClock.wait(outcome.retryAfterMs);
      else done += 1;
      expect(outcome?.kind === "ok" || (outcome?.kind === "throttled" && outcome.by === "quota")).toBe(true);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: 12 }, (_, n) => read(n)));
  const calls = searches(before);
  expect(calls).toHaveLength(48);
  expect(busiestSecond(calls.map(({ at }) => Date.parse(at)))).toBeLessThanOrEqual(QUOTA);
  // The portal uses half the quota, and the share of one second is available at the start: 38 more calls take 3.8 s, not much longer.
  expect(performance.now() - began).toBeGreaterThan(3000);
  expect(performance.now() - began).toBeLessThan(9000);
}, 30_000);

test("a call that would have to wait too long fails immediately and uses no quota", async () => {
  const quota = quotaOf(actor, connection.connectionId, { FilterLogEvents: 2 });
  const answers = await Promise.all(Array.from({ length: 6 }, () => quota.admit("FilterLogEvents")));
  const full = answers.filter(({ kind }) => kind === "full");
  expect(full.length).toBeGreaterThanOrEqual(3);
  for (const answer of full) expect(answer).toMatchObject({ retryAfterMs: expect.any(Number) });
  const took = await portal.db
    .pool("owner")
    .query<{ ahead: number }>("select extract(epoch from paid_until - clock_timestamp())::float as ahead from log_quotas");
  expect(took.rows[0]?.ahead).toBeLessThan(1.5);
});

test("when AWS throttles one process, the others wait, too", async () => {
  const [one, two] = [await anotherInstance({ FilterLogEvents: 1000 }), await anotherInstance({ FilterLogEvents: 1000 })];
  const query = { logGroup: MILLION, from: Date.now() - 1000, to: Date.now(), limit: 1 };
  sandbox.state.faults.add({ service: "logs", fault: "throttle", match: {}, times: 1 });
  expect(await one.logs.filterLogEvents(REGION, query)).toMatchObject({ kind: "throttled", retryAfterMs: 2000 });
  const before = sandbox.state.callLog.last;
  expect(await two.logs.filterLogEvents(REGION, query)).toMatchObject({ kind: "throttled", by: "quota" });
  expect(searches(before)).toEqual([]);
});

test("while calls are reserved, a read needs no database query for them", async () => {
  const quota = quotaOf(actor, connection.connectionId, { FilterLogEvents: 4000 });
  await quota.admit("FilterLogEvents");
  const trips = async () =>
    Number((await portal.db.pool("owner").query("select in_second + in_second_before as n from log_quotas")).rows[0]?.n);
  const before = await trips();
  for (let n = 0; n < 100; n++) await quota.admit("FilterLogEvents");
  expect(await trips()).toBe(before);
});

test("for a quota of any size, unused calls are available after one database query", async () => {
  await quotaOf(actor, connection.connectionId, { FilterLogEvents: 100_000 }).admit("FilterLogEvents");
  const { rows } = await portal.db.pool("owner").query("select in_second + in_second_before as calls from log_quotas");
  expect(rows).toEqual([{ calls: 1000 }]);
});

test("calls reserved ahead are available when they are needed, and only where this process has read before", async () => {
  const taken = async (operation: string) => {
    const { rows } = await portal.db
      .pool("owner")
      .query<{ calls: number }>("select in_second + in_second_before as calls from log_quotas where operation = $1", [operation]);
    return rows[0]?.calls ?? 0;
  };
  const quota = quotaOf(actor, connection.connectionId, { FilterLogEvents: 16, GetLogEvents: 16 });
  await quota.admit("FilterLogEvents");
  await quota.admit("FilterLogEvents");
  quota.ahead("GetLogEvents");
  quota.ahead("FilterLogEvents");
  await expect.poll(() => taken("FilterLogEvents")).toBe(4);
  for (let n = 0; n < 2; n++) await quota.admit("FilterLogEvents");
  expect(await taken("FilterLogEvents")).toBe(4);
  quota.forget("FilterLogEvents");
  quota.ahead("FilterLogEvents");
  expect(await taken("GetLogEvents")).toBe(0);
  expect(await taken("FilterLogEvents")).toBe(4);
});

test("the usage is returned together with the AWS quota of the region", async () => {
  const quota = quotaOf(actor);
  expect(quota.use("FilterLogEvents")).toEqual({ usedPerSecond: 0, quotaPerSecond: 5 });
  await quota.admit("FilterLogEvents");
  expect(quota.use("FilterLogEvents")).toEqual({ usedPerSecond: 1, quotaPerSecond: 5 });
  expect(quota.use("DescribeLogGroups")).toEqual({ usedPerSecond: 0, quotaPerSecond: 10 });
});

test("an aborted wait for a call ends immediately", async () => {
  const quota = quotaOf(actor, connection.connectionId, { FilterLogEvents: 2 });
  await quota.admit("FilterLogEvents");
  const stop = new AbortController();
  const waiting = quota.admit("FilterLogEvents", stop.signal);
  stop.abort(new Error("gone"));
  await expect(waiting).rejects.toThrow("gone");
});
