import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { accepted, type Portal } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import type { TailPart } from "#lib/logs/shared/tail-view.ts";
import { EVERYTHING, policy, REGION, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { type TailInput, tailLogEvents } from "./tail-log-events.ts";

let sandbox: Sandbox;
let portal: Portal;
const QUERY: TailInput = { region: REGION, logGroups: ["/app/scale/million"], pattern: "" };

portalForFile((made) => {
  ({ sandbox, portal } = made);
});

async function arranged({ logAccess = "live-tail", prefix = "/", permissions = EVERYTHING } = {}) {
  const actor = await portal.newOwner();
  const { connectionId } = await verifiedConnection(portal, sandbox.state.iam, actor, { permissions });
  await portal.meanwhile("update connections set log_access = $1, log_group_prefix = $2 where id = $3", [logAccess, prefix, connectionId]);
  return { actor, connectionId };
}

async function begun(actor: CustomerActor, connectionId: ConnectionId, query = QUERY, clock = systemClock) {
  const leave = new AbortController();
  const reader = accepted(await openLogReader(actor, portal.context, connectionId, REGION, "tail"));
  return { leave, answer: await tailLogEvents(actor, reader, { connectionId, query, clock, signal: leave.signal }) };
}

async function tailed(actor: CustomerActor): Promise<number> {
  const text = "select count(*)::int as n from audit_events where chain = $1 and event = 'logs.tailed'";
  return (await portal.db.pool("owner").query<{ n: number }>(text, [actor.customerId])).rows[0]?.n ?? -1;
}

async function usageOf(actor: CustomerActor): Promise<readonly object[]> {
  const text = "select kind, user_id, uses, seconds::text from log_usage_daily where customer_id = $1";
  return (await portal.db.pool("owner").query(text, [actor.customerId])).rows;
}

test.each(["browse", "query"])("the log access %s does not allow Live Tail, which AWS bills", async (logAccess) => {
  const { actor, connectionId } = await arranged({ logAccess });
  expect((await begun(actor, connectionId)).answer).toMatchObject({ ok: false, code: "not-allowed" });
  expect(await tailed(actor)).toBe(0);
});

test("a log group outside the scope is not found", async () => {
  const { actor, connectionId } = await arranged({ prefix: "/app/payments/" });
  expect((await begun(actor, connectionId)).answer).toMatchObject({ ok: false, code: "not-found" });
});

test("when one of several log groups is outside the scope, none is followed", async () => {
  const { actor, connectionId } = await arranged({ prefix: "/app/scale/" });
  const query = { ...QUERY, logGroups: ["/app/scale/million", "/app/payments/api"] };
  const before = sandbox.state.callLog.last;
  expect((await begun(actor, connectionId, query)).answer).toMatchObject({ ok: false, code: "not-found" });
  expect(sandbox.state.callLog.since(before).map(({ action }) => action)).not.toContain("StartLiveTail");
});

test("an error of the portal is not reported as an end by AWS", async () => {
  const { actor, connectionId } = await arranged();
  const reader = accepted(await openLogReader(actor, portal.context, connectionId, REGION, "tail"));
  const broken = { ...reader, stillReadable: () => Promise.reject(new Error("no database")) };
  const tail = { connectionId, query: QUERY, clock: systemClock, signal: new AbortController().signal };
  const parts = accepted(await tailLogEvents(actor, broken, tail));
  await expect(parts.next()).rejects.toThrow("no database");
});

test("the message has AWS's reason for the end, or none if AWS gave none", async () => {
  const { actor, connectionId } = await arranged();
  const reader = accepted(await openLogReader(actor, portal.context, connectionId, REGION, "tail"));
  async function* brokenOff(said: string) {
    yield { kind: "broken-off" as const, said };
  }
  const told = async (said: string) => {
    const ending = { ...reader, liveTail: async () => ({ kind: "ok" as const, value: brokenOff(said) }) };
    const tail = { connectionId, query: QUERY, clock: systemClock, signal: new AbortController().signal };
    return (await accepted(await tailLogEvents(actor, ending, tail)).next()).value;
  };
  expect(await told("SessionTimeoutException: Session has timed out.")).toEqual({
    kind: "end",
    why: "AWS ended Live Tail (SessionTimeoutException: Session has timed out). Start it again to continue.",
  });
  expect(await told("")).toMatchObject({ why: "AWS ended Live Tail. Start it again to continue." });
});

test("the error names a missing permission and an invalid pattern", async () => {
  const shut = await arranged({ permissions: policy(["logs:DescribeLogGroups", "logs:FilterLogEvents"]) });
  expect((await begun(shut.actor, shut.connectionId)).answer).toMatchObject({ message: expect.stringContaining("logs:StartLiveTail") });
  const open = await arranged();
  expect((await begun(open.actor, open.connectionId, { ...QUERY, pattern: "{ $.a = " })).answer).toMatchObject({
    ok: false,
    code: "invalid",
  });
});

test("the tail of a suspended customer ends at the next update, which is not shown", async () => {
  const { actor, connectionId } = await arranged();
  const { answer } = await begun(actor, connectionId);
  const parts = accepted(answer);
  expect((await parts.next()).value).toMatchObject({ kind: "events" });
  await portal.meanwhile("update customers set suspended_at = now() where id = $1", [actor.customerId]);
  expect((await parts.next()).value).toMatchObject({ kind: "failed", code: "not-found" });
  expect((await parts.next()).done).toBe(true);
});

test("it ends automatically after half an hour, also for a busy log group", async () => {
  const { actor, connectionId } = await arranged();
  let asked = 0;
  const clock = { ...systemClock, now: () => new Date(asked++ * 31 * 60_000) };
  const parts = accepted((await begun(actor, connectionId, QUERY, clock)).answer);
  await parts.next();
  expect((await parts.next()).value).toMatchObject({ kind: "end", why: expect.stringContaining("30 minutes") });
  expect(await usageOf(actor)).toEqual([]);
  expect((await parts.next()).done).toBe(true);
  // Each question about the time is half an hour later here; what counts is that the usage is bounded and has the person.
  expect(await usageOf(actor)).toEqual([{ kind: "tail", user_id: actor.userId, uses: 1, seconds: expect.stringMatching(/^[1-9]\d+$/) }]);
});

test("a tail whose reader leaves is in the usage too", async () => {
  const { actor, connectionId } = await arranged();
  const parts = accepted((await begun(actor, connectionId)).answer);
  await parts.next();
  await parts.return();
  expect(await usageOf(actor)).toMatchObject([{ kind: "tail", user_id: actor.userId }]);
});

test("events arrive once per second with an ID of the portal, after the audit row, until the requester disconnects", async () => {
  const { actor, connectionId } = await arranged();
  const { answer, leave } = await begun(actor, connectionId);
  const parts = accepted(answer);
  expect(await tailed(actor)).toBe(1);
  const events: (TailPart & { kind: "events" })["events"][number][] = [];
  while (events.length < 2) {
    const { value } = await parts.next();
    if (value?.kind === "events") events.push(...value.events);
  }
  expect(events[0]).toMatchObject({ logGroup: "/app/scale/million", stream: expect.any(String), message: expect.any(String) });
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  leave.abort();
  expect((await parts.next()).done).toBe(true);
});
