import { expect, test, vi } from "vitest";
import { arrangeInvitation } from "#db/testing/arrange.ts";
import { agedVerification, arrangeConnection, arrangeOpenRun, arrangeSecureRun } from "#db/testing/arrange-verification.ts";
import { setStaffRole } from "#lib/staff/set-staff-role.ts";
import { type ActionTarget, startAction, stopAction } from "./draft-action.ts";
import {
  ALL,
  acme,
  actionsForEachTest,
  connection,
  db,
  drafted,
  REASON,
  results,
  rows,
  rowsOf,
  staff,
  started,
  viewOf,
  work,
} from "./testing/actions-fixture.ts";

actionsForEachTest();

test("a verification is one item with its verdict, its change of status and its report; the audit names the action", async () => {
  const { id, run: first } = await arrangeConnection(db().pool("owner"), acme, { name: "one" });
  await agedVerification(db().pool("admin"), acme, id, "30 hours");
  const action = await started("verify", rowsOf(id));
  await work();
  expect(await results(action)).toEqual([["one", "running", null]]);
  await work();
  expect(await results(action)).toEqual([["one", "running", null]]);
  const run = await arrangeSecureRun(db().pool("owner"), acme, id, { ...first, reason: "staff" });
  await db().pool("owner").query("update connections set verified_run_id = $3 where customer_id = $1 and id = $2", [acme, id, run.id]);
  await work();
  const after = await viewOf(action);
  expect(after).toMatchObject({ state: "finished", done: 1, counts: { changed: 1, problems: 0 } });
  expect(after.list.rows[0]).toMatchObject({ word: "secure", statusBefore: "expired", statusAfter: "connected", runId: run.id });
  const audit = await rows("select event, actor, attributes from audit_events where chain = $1 order by seq desc limit 2", [acme]);
  const actor = `staff:${staff.operator.userId}`;
  expect(audit).toEqual([
    { event: "action.applied", actor, attributes: { action, kind: "verify", customer: acme, connection: id } },
    { event: "run.requested", actor, attributes: { connection: id } },
  ]);
});

test("a verification that was interrupted or whose job ended without one is a problem, and one that still runs is neither", async () => {
  const [lost, none, open] = [await connection("lost"), await connection("none"), await connection("open")];
  const broken = await connection("broken");
  const action = await started("verify", rowsOf(lost, none, open, broken));
  await work();
  const owner = db().pool("owner");
  const run = await arrangeOpenRun(owner, acme, lost, { reason: "staff" });
  await rows(
    `do $$ begin set local session_replication_role = replica;
     update verification_runs set verdict = 'lost', finished_at = now() where id = '${run.id}'; end $$`,
  );
  await arrangeOpenRun(owner, acme, open, { reason: "staff" });
  await rows("update pgboss.job set state = 'completed', completed_on = now() where name = 'verify' and singleton_key <> $1", [lost]);
  await rows("update pgboss.job set state = 'failed', completed_on = now() where name = 'verify' and singleton_key = $1", [broken]);
  await work();
  expect(await results(action)).toEqual([
    ["lost", "done", "lost"],
    ["none", "failed", "no-run"],
    ["broken", "failed", "job-failed"],
    ["open", "running", null],
  ]);
  expect(await viewOf(action)).toMatchObject({ state: "running", counts: { problems: 3, waiting: 1 } });
});

test("at most 15 verifications of actions run at the same time", async () => {
  for (let n = 0; n < 17; n++) await connection(`c${n}`);
  const action = await started("verify", ALL);
  await work();
  await work();
  expect(await rows("select count(*)::int as n from staff_action_items where state = 'running'")).toEqual([{ n: 15 }]);
  expect((await viewOf(action)).counts.waiting).toBe(17);
});

test("a long action that verifies shares the places with the action of a colleague", async () => {
  for (let n = 0; n < 30; n++) await connection(`c${n}`);
  const long = await started("verify", ALL);
  await work();
  const other = await started("verify", rowsOf(await connection("theirs")), null, staff.admin);
  expect(await drafted("verify", ALL)).toMatchObject({ others: 2 });
  await rows("update pgboss.job set state = 'completed', completed_on = now() where name = 'verify'");
  await work();
  expect(await results(other)).toEqual([["theirs", "running", null]]);
  expect(await rows("select running from staff_actions where id = $1", [long])).toEqual([{ running: 14 }]);
});

test("an item that fails unexpectedly says where its code is, and the worker logs the code", async () => {
  const action = await started("rotate", rowsOf(await connection("one")), "scheduled");
  await rows("alter function request_rotation(uuid, uuid, uuid, text) rename to gone");
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  await work().finally(() => write.mockRestore());
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: "error", action, item: 1, code: "42883" }]);
  expect((await viewOf(action)).list.rows[0]?.detail).toMatch(/worker’s output has its code/);
});

test("a request to update a role stays open for the customer until the role is updated, whatever else staff did", async () => {
  const id = await connection("one");
  await started("upgrade", rowsOf(id));
  await work();
  await rows("update staff_action_items set requested_at = now() - interval '100 days'");
  for (let n = 0; n < 6; n++) {
    await started("verify", rowsOf(id));
    await work();
    await rows("update pgboss.job set state = 'completed', completed_on = now() where name = 'verify'");
    await work();
    await rows("update staff_action_items set state = 'done', word = 'secure' where state = 'failed'");
  }
  const shown = async () => {
    const client = await db().pool("app").connect();
    try {
      await client.query("begin");
      await client.query("select set_config('app.customer_id', $1, true)", [acme]);
      return (await client.query("select kind, is_due from actions_on_connection($1, $2, 1)", [acme, id])).rows;
    } finally {
      client.release(true);
    }
  };
  const verified = Array.from({ length: 5 }, () => ({ kind: "verify", is_due: false }));
  expect(await shown()).toEqual([...verified, { kind: "upgrade", is_due: true }]);
  await rows(
    "set session_replication_role = replica; update connections set offered_template_version = 99, offered_log_access = log_access; reset session_replication_role",
  );
  expect(await shown()).toEqual(verified);
});

test("two workers do each item once", async () => {
  for (let n = 0; n < 12; n++) await connection(`c${n}`);
  const action = await started("rotate", ALL, "scheduled");
  await Promise.all([work(), work(), work()]);
  await work();
  expect(await viewOf(action)).toMatchObject({ state: "finished", done: 12, counts: { problems: 0 } });
  expect(await rows("select count(*)::int as n from audit_events where event = 'rotation.requested'")).toEqual([{ n: 12 }]);
});

test("an item that changed since the preview is skipped when its turn comes", async () => {
  const id = await connection("one");
  const action = await started("rotate", rowsOf(id), "scheduled");
  await db().pool("owner").query("update connections set status = 'disabled' where id = $1", [id]);
  await work();
  expect(await results(action)).toEqual([["one", "skipped", "disabled"]]);
  expect(await viewOf(action)).toMatchObject({ state: "finished" });
});

test("when the person who started an action loses the role, the remaining items are refused and say so", async () => {
  const id = await connection("one");
  const action = await started("rotate", rowsOf(id), "scheduled");
  await setStaffRole(staff.admin, staff.operator.userId, "support");
  await work();
  expect(await results(action)).toEqual([["one", "refused", "not-allowed"]]);
  expect((await viewOf(action)).list.rows[0]?.detail).toMatch(/no longer allows/);
  expect(await rows("select id from pgboss.job where name = 'rotate'")).toEqual([]);
});

test("Stop ends only the items that wait; a stopped action can't be stopped again", async () => {
  for (let n = 0; n < 17; n++) await connection(`c${n}`);
  const action = await started("verify", ALL);
  await work();
  expect(await stopAction(staff.admin, action)).toEqual({ ok: true, value: null });
  expect(await stopAction(staff.admin, action)).toMatchObject({ ok: false, code: "conflict" });
  expect(await rows("select state, count(*)::int as n from staff_action_items group by 1 order by 1")).toEqual([
    { state: "running", n: 15 },
    { state: "stopped", n: 2 },
  ]);
  expect(await viewOf(action)).toMatchObject({ state: "stopping", stoppedBy: expect.stringContaining("admin") });
  await rows("update pgboss.job set state = 'completed', completed_on = now() where name = 'verify'");
  await work();
  expect(await viewOf(action)).toMatchObject({ state: "stopped" });
});

test("suspending needs a category, stops log access, and is recorded like a single suspension", async () => {
  const target: ActionTarget = { rows: [{ customerId: acme, connectionId: null }] };
  const { id } = await drafted("suspend", target);
  for (const category of [null, "because"])
    expect(await startAction(staff.operator, { id, kind: "suspend", reason: REASON, category })).toMatchObject({ code: "invalid" });
  await startAction(staff.operator, { id, kind: "suspend", reason: REASON, category: "unpaid" });
  await work();
  expect(await results(id)).toEqual([["Acme", "done", null]]);
  expect(await rows("select suspended_at is not null as stopped from customers where id = $1", [acme])).toEqual([{ stopped: true }]);
  const events = await rows("select event, attributes from audit_events where chain = $1 order by seq desc limit 3", [acme]);
  expect(events.map(({ event }) => event)).toEqual(["action.applied", "customer.suspension_explained", "customer.suspended"]);
  expect(events[1]).toMatchObject({ attributes: { reason: "unpaid" } });
});

test("an unused invitation of an owner is sent again with a new link, within the limits of invitations", async () => {
  const owner = db().pool("owner");
  const old = await arrangeInvitation(owner, acme, { email: "new@acme.example", role: "owner" });
  await arrangeInvitation(owner, acme, { email: "member@acme.example" });
  const target: ActionTarget = { rows: [{ customerId: acme, connectionId: null }] };
  for (let n = 0; n < 5; n++) {
    const action = await started("resend", target);
    await work();
    expect(await results(action)).toEqual([["Acme", "done", null]]);
  }
  const action = await started("resend", target);
  await work();
  expect(await results(action)).toEqual([["Acme", "failed", "invitation-budget"]]);
  const open = await rows("select id from invitations where email = 'new@acme.example' and revoked_at is null");
  expect(open).toHaveLength(1);
  expect(open[0].id).not.toBe(old.id);
  expect(await rows("select count(*)::int as n from pgboss.job where name = 'mail-invitation'")).toEqual([{ n: 5 }]);
});

test("owners are asked once a week to update a role, only if it is behind", async () => {
  const [behind, current] = [await connection("behind"), await connection("current")];
  await rows(
    "set session_replication_role = replica; update connections set offered_template_version = 99, offered_log_access = log_access where id = '" +
      current +
      "'; reset session_replication_role",
  );
  const preview = await drafted("upgrade", rowsOf(behind, current));
  expect(preview).toMatchObject({ touched: 1, skippedBy: [{ word: "up-to-date", count: 1 }], emails: 1 });
  await startAction(staff.operator, { id: preview.id, kind: "upgrade", reason: REASON, category: null });
  await work();
  expect(await rows("select data->>'connection' as id from pgboss.job where name = 'mail-upgrade'")).toEqual([{ id: behind }]);
  expect(await drafted("upgrade", rowsOf(behind))).toMatchObject({ touched: 0, skippedBy: [{ word: "asked-recently", count: 1 }] });
  await rows("update staff_action_items set requested_at = now() - interval '8 days' where state = 'done'");
  await rows("delete from memberships");
  expect(await drafted("upgrade", rowsOf(behind))).toMatchObject({ touched: 0, skippedBy: [{ word: "no-owner", count: 1 }] });
});
