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
  sandbox.state.faults.clear();
  sandbox.state.logQuotas.clear();
  await portal.meanwhile("delete from log_quotas", []);
});

/** Simulates another process: it shares neither sessions nor leases with this one, only the database. */
async function anotherInstance(quotas: Readonly<Record<string, number>>) {
  const context = appContextOf({ ...portal.env, logsQuotas: quotas });
  return accepted(await openLogReader(actor, context, connection.connectionId, REGION, "search"));
}

const searches = (since: number) => sandbox.state.callLog.since(since).filter(({ action }) => action === "FilterLogEvents");

const quotaOf = (who: CustomerActor, connectionId = connection.connectionId, raised: Readonly<Record<string, number>> = {}) =>
  readQuota(who, new Map(), { connectionId, region: REGION, raised }, systemClock);

test("another customer cannot take calls of this connection's account", async () => {
  const stranger = await portal.newOwner();
  await expect(quotaOf(stranger).admit("FilterLogEvents")).rejects.toThrow();
  await expect(quotaOf(stranger).pause("FilterLogEvents", 60_000)).resolves.toBeUndefined();
  expect(await quotaOf(actor).admit("FilterLogEvents")).toEqual({ kind: "go" });
});

test("three processes that read as fast as possible lose no call, and the account's quota is charged for every one", async () => {
  const raised = { FilterLogEvents: QUOTA };
  const readers = [await anotherInstance(raised), await anotherInstance({ ...raised }), await anotherInstance({ ...raised })];
  const before = sandbox.state.callLog.last;
  const began = await portal.db.pool("owner").query<{ at: string }>("select clock_timestamp()::text as at");
  const to = Date.now();
  const read = async (n: number) => {
    for (let done = 0; done < 4; ) {
      const outcome = await readers[n % 3]?.logs.filterLogEvents(REGION, { logGroup: MILLION, from: to - 60_000, to, limit: 1 });
      if (outcome?.kind === "throttled") await systemClock.wait(outcome.retryAfterMs);
      else done += 1;
      expect(outcome?.kind === "ok" || (outcome?.kind === "throttled" && outcome.by === "quota")).toBe(true);
    }
  };
  await Promise.all(Array.from({ length: 12 }, (_, n) => read(n)));
  expect(searches(before)).toHaveLength(48);
  // The portal uses half the quota, a tenth of a second for each call. At the start, 0.8 seconds are available.
  const text = "select extract(epoch from paid_until - $1::timestamptz)::float as charged from log_quotas";
  const { rows } = await portal.db.pool("owner").query<{ charged: number }>(text, [began.rows[0]?.at]);
  expect(rows[0]?.charged).toBeGreaterThanOrEqual(48 * 0.1 - 0.8);
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

test("an aborted wait for a call ends immediately", async () => {
  const quota = quotaOf(actor, connection.connectionId, { FilterLogEvents: 2 });
  await quota.admit("FilterLogEvents");
  const stop = new AbortController();
  const waiting = quota.admit("FilterLogEvents", stop.signal);
  stop.abort(new Error("gone"));
  await expect(waiting).rejects.toThrow("gone");
});
