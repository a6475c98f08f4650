import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import { arrangeStaff } from "#db/testing/arrange.ts";
import type { CustomerActor, StaffActor } from "#kernel/actor.ts";
import { disableConnection } from "#lib/connections/lifecycle/remove-connection.ts";
import { openConnectionForRead } from "#lib/connections/reading/open-connection-for-read.ts";
import { acceptsBoth, type ConnectedRole } from "#lib/connections/testing/connected-role.ts";
import { accepted, correctTrust, endOf, trust } from "#lib/connections/testing/portal.ts";
import { roleForEachTest } from "#lib/connections/testing/portal-fixture.ts";
import { checkAllDue, type PortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { findConnectionDetail } from "#lib/connections/views/find-connection-detail.ts";
import { findConnectionPage } from "#lib/staff/connection-page/find-connection-page.ts";
import { startRotation } from "./start-rotation.ts";
import { verifyPending } from "./verify-pending.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let role: ConnectedRole;

roleForEachTest((made) => {
  ({ sandbox, portal, role } = made);
});

test("a draft or disabled connection can't be rotated, another customer's isn't found, and a second rotation is rejected", async () => {
  const { actor, draft } = role;
  const other = await portal.newDraft(actor);
  const of = (who: CustomerActor, connectionId = draft.connectionId) => startRotation(who, { customerId: who.customerId, connectionId });
  expect(await of(actor, other.connectionId)).toMatchObject({ ok: false, code: "conflict" });
  expect(await of(await portal.newOwner())).toMatchObject({ ok: false, code: "not-found" });
  accepted(await disableConnection(actor, draft.connectionId));
  expect(await role.start()).toMatchObject({ ok: false, code: "conflict" });
  await role.recheck();
  accepted(await role.start());
  expect(await role.start()).toMatchObject({ ok: false, code: "conflict" });
  expect(await role.states()).toEqual(["current", "pending"]);
});

test("without a rotation there is nothing to verify and nothing to cancel", async () => {
  expect(await verifyPending(role.actor, portal.context, role.draft.connectionId)).toMatchObject({ ok: false, code: "conflict" });
  expect(await role.cancel()).toMatchObject({ ok: false, code: "conflict" });
});

test("a role that was not updated yet keeps its current ID, its status and its reports", async () => {
  await role.started();
  const { run } = await role.verifyPendingId();
  expect(run).toMatchObject({
    reason: "rotation",
    verdict: "inconclusive",
    words: { title: expect.stringMatching(/^Inconclusive: your role doesn’t accept the new External ID yet/) },
  });
  expect(await role.row()).toMatchObject({ status: "connected", denied_since: null });
  expect(await role.states()).toEqual(["current", "pending"]);
  const { runs, rotation, stackUrl } = accepted(await findConnectionDetail(role.actor, portal.context, role.draft.connectionId));
  expect(runs.map(({ reason }) => reason)).toEqual(["submit"]);
  expect(rotation).toMatchObject({
    stage: "pending",
    previousExternalId: role.draft.externalId,
    lastCheckedAt: expect.any(Number),
    mustBeDeniedBy: null,
  });
  expect(stackUrl).toMatch(
    new RegExp(
      `/cloudformation/home\\?region=eu-central-1#/stacks\\?filteringStatus=active&filteringText=${role.draft.connectionId.slice(-6)}$`,
    ),
  );
  expect(rotation?.startedBy).toMatch(/@acme\.example$/);
  expect(JSON.parse(rotation?.trustPolicyForBoth ?? "").Statement[0].Condition.StringEquals["sts:ExternalId"]).toHaveLength(2);
});

test("a verified new ID becomes current in one step, and the ARN is sealed again", async () => {
  const before = await role.row();
  const fresh = await role.switched();
  expect(await role.states()).toEqual(["retiring", "current"]);
  const after = await role.row();
  expect(after).toMatchObject({ status: "connected", arn_hmac: before["arn_hmac"], role_id: before["role_id"] });
  expect(after["role_arn"]).not.toBe(before["role_arn"]);
  expect(await openConnectionForRead(role.actor, portal.context, role.draft.connectionId)).toMatchObject({
    kind: "opened",
    externalId: fresh,
  });
});

test("the previous ID is retired only when the role denies it", async () => {
  const fresh = await role.switched();
  const { run } = await role.recheck();
  expect(run.probes.find(({ name }) => name === "retiring")).toMatchObject({
    label: "Previous External ID",
    expected: "either",
    got: "allowed",
  });
  expect(run.words?.sentences.at(-1)).toMatch(/also accepts the previous External ID/);
  expect(await role.states()).toEqual(["retiring", "current"]);
  expect(await role.start()).toMatchObject({ ok: false, code: "conflict" });
  role.trusts(correctTrust(fresh));
  await role.recheck();
  expect(await role.states()).toEqual(["retired", "current"]);
  expect(await role.row()).toMatchObject({ status: "connected", regular_check_at: null });
  accepted(await role.start());
});

test("without an answer about the previous ID, it is not retired", async () => {
  const fresh = await role.switched();
  role.trusts(correctTrust(fresh));
  sandbox.state.faults.add({ service: "sts", fault: "throttle", match: { externalId: role.draft.externalId } });
  expect((await role.recheck()).run.verdict).toBe("secure");
  expect(await role.states()).toEqual(["retiring", "current"]);
});

test("a role that accepts calls without an ID is quarantined, and its new ID does not become current", async () => {
  await role.started();
  role.trusts(trust());
  expect((await role.verifyPendingId()).run.verdict).toBe("not-secure");
  expect(await role.row()).toMatchObject({ status: "quarantined" });
  expect(await role.states()).toEqual(["current", "pending"]);
});

test("a canceled rotation retires the new ID, unused, and the current one stays", async () => {
  await role.started();
  accepted(await role.cancel());
  expect(await role.states()).toEqual(["current", "retired"]);
  expect(await role.row()).toMatchObject({ regular_check_at: null, status: "connected" });
});

test("an ID whose rotation is canceled during its verification does not become current", async () => {
  const fresh = await role.started();
  role.trusts(acceptsBoth(role.draft, fresh));
  const release = sandbox.state.faults.holdAll();
  const going = await verifyPending(role.actor, portal.context, role.draft.connectionId);
  accepted(await role.cancel());
  release();
  await endOf(going);
  expect(await role.states()).toEqual(["current", "retired"]);
});

test("the worker finds the updated role, switches, and retires the previous ID, without an open page", async () => {
  const fresh = await role.started();
  await role.workerTurn();
  expect(await role.states()).toEqual(["current", "pending"]);
  role.trusts(correctTrust(fresh));
  await role.workerTurn();
  expect(await role.states()).toEqual(["retiring", "current"]);
  await role.workerTurn();
  expect(await role.states()).toEqual(["retired", "current"]);
  expect(await role.row()).toMatchObject({ status: "connected", lease_token: null });
});

test("during a rotation, the regular check still runs on time", async () => {
  await role.started();
  const runs = async () => {
    const text = "select reason, verdict from verification_runs where connection_id = $1 order by started_at offset 1";
    return (await portal.db.pool("owner").query(text, [role.draft.connectionId])).rows;
  };
  await portal.pass("59 s");
  await checkAllDue(portal);
  expect(await runs()).toEqual([]);
  await portal.pass("1 s");
  await checkAllDue(portal);
  expect(await runs()).toEqual([
    { reason: "rotation", verdict: "access-denied" },
    { reason: "confirm", verdict: "secure" },
  ]);
});

test("a rotation that starts long before the next regular check is checked after a minute, and then every minute", async () => {
  for (const _ of ["confirmation", "confirmation"]) await role.workerTurn();
  await portal.pass("1 hour");
  expect(await portal.dueIn(role.draft.connectionId)).toBeGreaterThan(9 * 3600);
  await role.started();
  expect(await portal.dueIn(role.draft.connectionId)).toBe(60);
  await role.workerTurn();
  expect(Math.round((await portal.dueIn(role.draft.connectionId)) ?? 0)).toBe(60);
});

test("a previous ID that is accepted a week after the switch quarantines the connection until it is denied", async () => {
  const fresh = await role.switched();
  await portal.pass("6 days 22 hours");
  await role.workerTurn();
  expect(await role.row()).toMatchObject({ status: "connected" });
  // It is checked once an hour.
  await portal.pass("2 hours");
  await checkAllDue(portal);
  const [run] = accepted(await findConnectionDetail(role.actor, portal.context, role.draft.connectionId)).runs;
  expect(run).toMatchObject({ verdict: "not-secure", words: { title: expect.stringMatching(/previous External ID/) } });
  expect(await role.row()).toMatchObject({ status: "quarantined" });
  const staff: StaffActor = { kind: "staff", role: "support", userId: await arrangeStaff(portal.db.pool("owner"), {}) };
  const page = await findConnectionPage(staff, portal.context.env, role.draft.connectionId, 5);
  expect(page?.weakness).toMatchObject({ class: "previous-id-accepted", allowed: ["Previous External ID"] });
  expect(await openConnectionForRead(role.actor, portal.context, role.draft.connectionId)).toMatchObject({ kind: "not-readable" });
  expect((await role.recheck()).run.verdict).toBe("not-secure");
  const mails = await portal.db
    .pool("admin")
    .query("select from pgboss.job where name = 'mail-quarantine' and singleton_key = $1", [role.draft.connectionId]);
  expect(mails.rowCount).toBe(1);
  role.trusts(correctTrust(fresh));
  expect((await role.recheck()).run.verdict).toBe("secure");
  expect(await role.row()).toMatchObject({ status: "connected" });
  expect(await role.states()).toEqual(["retired", "current"]);
});

test("a week after the switch, a run without an answer about the previous ID is inconclusive", async () => {
  await role.switched();
  sandbox.state.faults.add({ service: "sts", fault: "throttle", match: { externalId: role.draft.externalId } });
  // A run takes at most a minute, so one that may end after the week counts as if it did.
  await portal.pass("6 days 23 hours 58 minutes 59 s");
  expect((await role.recheck()).run.verdict).toBe("secure");
  await portal.pass("2 s");
  expect((await role.recheck()).run.verdict).toBe("inconclusive");
  expect(await role.row()).toMatchObject({ status: "connected" });
});

test("owners are reminded on the first, third and sixth day, once each, and again after the switch", async () => {
  const fresh = await role.started();
  const mails = async () => {
    await checkAllDue(portal);
    const text = "select from pgboss.job where name = 'mail-rotation' and data->>'connection' = $1";
    return (await portal.db.pool("admin").query(text, [role.draft.connectionId])).rowCount;
  };
  const after = async (span: string) => {
    await portal.pass(span);
    return [span, await mails()];
  };
  expect(await after("23 hours 59 minutes")).toEqual(["23 hours 59 minutes", 0]);
  // It is now checked once an hour, so a reminder is at most an hour late.
  for (const [span, sent] of [
    ["1 hour", 1],
    ["1 day", 1],
    ["1 day", 2],
    ["1 day", 2],
    ["2 days", 3],
    ["3 days", 3],
  ] as const)
    expect(await after(span)).toEqual([span, sent]);
  role.trusts(acceptsBoth(role.draft, fresh));
  expect(await after("1 hour")).toEqual(["1 hour", 3]);
  expect(await role.states()).toEqual(["retiring", "current"]);
  expect(await after("23 hours")).toEqual(["23 hours", 3]);
  expect(await after("1 hour")).toEqual(["1 hour", 4]);
});
