import { expect, test } from "vitest";
import { arrangeCustomer, arrangeDraft, arrangeMember } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { exportList } from "#lib/staff/lists/export-list.ts";
import { actionItemList } from "#lib/staff/shared/action-view.ts";
import { type ActionTarget, draftAction, startAction, stopAction } from "./draft-action.ts";
import { findAction, listActions } from "./list-actions.ts";
import {
  ALL,
  acme,
  actionsForEachTest,
  connection,
  db,
  drafted,
  REASON,
  rows,
  rowsOf,
  staff,
  started,
  textOf,
  viewOf,
  work,
} from "./testing/actions-fixture.ts";
import { pruneOldActions } from "./work-actions.ts";

actionsForEachTest();

test("support can neither preview, start nor stop an action, whatever role the actor claims", async () => {
  const id = await connection("one");
  for (const who of [staff.support, { ...staff.support, role: "admin" as const }]) {
    expect(await draftAction(who, { kind: "verify", target: rowsOf(id), tag: null, templateVersion: 1 })).toMatchObject({
      ok: false,
      code: "not-allowed",
    });
    const open = await drafted("verify", rowsOf(id));
    expect(await startAction(who, { id: open.id, kind: "verify", reason: REASON, category: null })).toMatchObject({ code: "not-allowed" });
    const running = await started("verify", rowsOf(id));
    expect(await stopAction(who, running)).toMatchObject({ ok: false, code: "not-allowed" });
    expect(await stopAction(staff.admin, running)).toMatchObject({ ok: true });
  }
});

test("a draft is neither seen, exported nor started by a colleague, and is never worked on", async () => {
  const id = await connection("one");
  const { id: draft } = await drafted("verify", rowsOf(id));
  expect(await findAction(staff.admin, draft, readListQuery(actionItemList(draft), {}))).toBeNull();
  const pieces = await textOf(await exportList(staff.admin, "action-items", "csv", { action: draft }));
  expect(pieces.trim().split("\n")).toHaveLength(1);
  expect(await startAction(staff.admin, { id: draft, kind: "verify", reason: REASON, category: null })).toMatchObject({ code: "conflict" });
  await work();
  expect(await viewOf(draft, staff.operator)).toMatchObject({ state: "draft", counts: { waiting: 1 } });
  expect((await listActions(staff.operator, readListQuery({ path: "", filters: {}, sorts: ["started"] }, {}))).rows).toEqual([]);
});

test("a preview says what is touched and why the rest is not, and a later change of the list adds nothing", async () => {
  const owner = db().pool("owner");
  const one = await connection("one");
  await arrangeConnection(owner, acme, { name: "fresh" });
  await arrangeConnection(owner, acme, { name: "off", status: "disabled" });
  await arrangeDraft(owner, acme, { name: "draft" });
  const stopped = await arrangeCustomer(owner, { name: "Stopped", suspended: true });
  await arrangeConnection(owner, stopped, { name: "theirs" });
  const preview = await drafted("verify", ALL);
  expect(preview).toMatchObject({ touched: 1, skipped: 4, touchedBy: [{ word: "connected", count: 1 }], stsCalls: 7, isCut: false });
  expect(preview.skippedBy.map(({ word }) => word).toSorted()).toEqual(["customer-suspended", "disabled", "just-verified", "no-role"]);
  expect(Math.abs((preview.allVerifiableAt ?? 0) - Date.now() - 5 * 60_000)).toBeLessThan(60_000);
  await connection("later");
  await startAction(staff.operator, { id: preview.id, kind: "verify", reason: REASON, category: null });
  await work();
  expect(await rows("select data->>'connection' as id from pgboss.job where name = 'verify'")).toEqual([{ id: one }]);
});

test("rows that do not exist, or that the filter does not match, are nothing to do", async () => {
  await connection("one");
  const unknown: ActionTarget = { rows: [{ customerId: acme, connectionId: acme as unknown as ConnectionId }] };
  expect(await drafted("verify", unknown)).toMatchObject({ touched: 0, skipped: 0 });
  expect(await drafted("verify", { list: { status: "quarantined" } })).toMatchObject({ touched: 0, skipped: 0 });
  const { id } = await drafted("resume", { rows: [{ customerId: acme, connectionId: null }] });
  expect(await startAction(staff.operator, { id, kind: "resume", reason: REASON, category: null })).toMatchObject({ code: "conflict" });
});

test("a person has at most five actions in progress", async () => {
  const id = await connection("one");
  for (let n = 0; n < 5; n++) await started("verify", rowsOf(id));
  const { id: sixth } = await drafted("verify", rowsOf(id));
  expect(await startAction(staff.operator, { id: sixth, kind: "verify", reason: REASON, category: null })).toMatchObject({
    code: "limited",
  });
  expect(await started("verify", rowsOf(id), null, staff.admin)).toEqual(expect.any(String));
});

test("the five newest previews of a person can be started, in whichever window each is open; an older one can't", async () => {
  const id = await connection("one");
  const previews = [];
  for (let n = 0; n < 6; n++) previews.push(await drafted("verify", rowsOf(id)));
  const [oldest, ...others] = previews.map((preview) => ({ id: preview.id, kind: "verify" as const, reason: REASON, category: null }));
  expect(oldest === undefined ? null : await startAction(staff.operator, oldest)).toMatchObject({
    code: "conflict",
    message: expect.stringContaining("five newer ones"),
  });
  for (const preview of others) expect(await startAction(staff.operator, preview)).toMatchObject({ ok: true });
});

test("a preview waits for another one of the same person, and says so if that takes long", async () => {
  const id = await connection("one");
  const asked = { kind: "verify" as const, target: rowsOf(id), tag: null, templateVersion: 1 };
  const other = await db().pool("owner").connect();
  try {
    await other.query("begin");
    await other.query("select pg_advisory_xact_lock(hashtextextended('actions of ' || $1, 0))", [staff.operator.userId]);
    const waits: number[] = [];
    const wait = async (ms: number) => {
      waits.push(ms);
      if (waits.length > 12) await other.query("commit");
    };
    expect(await draftAction(staff.operator, asked, { wait })).toMatchObject({
      code: "limited",
      message: expect.stringContaining("Another preview of yours"),
    });
    expect(waits).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await draftAction(staff.operator, asked, { wait })).toMatchObject({ ok: true, value: { touched: 1 } });
    expect(waits).toHaveLength(13);
  } finally {
    other.release(true);
  }
});

test("a list of more than 10,000 is cut, and the preview says so", async () => {
  await rows(`insert into customers (name) select 'C' || n from generate_series(1, 10001) n`);
  const preview = await drafted("suspend", { list: { q: "c" } });
  expect(preview).toMatchObject({ touched: 10_000, isCut: true });
  await work();
});

test("a preview says that its search left customers out, also if nothing is left to do", async () => {
  await rows(`insert into customers (name) select 'C' || n from generate_series(1, 201) n`);
  const notice = expect.stringMatching(/More than 200 customers .* only the connections of the first 200/);
  expect(await drafted("verify", { list: { q: "c" } })).toMatchObject({ touched: 0, notice });
  expect(await drafted("suspend", { list: { q: "c" } })).toMatchObject({ touched: 201, notice: null });
});

test("a preview counts no email to owners who turned it off, and no invitation above the limit of the person", async () => {
  const owner = db().pool("owner");
  const id = await connection("one");
  const quiet = await arrangeMember(owner, acme, { role: "owner", email: "quiet@acme.example" });
  await owner.query("insert into email_opt_outs (customer_id, user_id, kind) values ($1, $2, 'template')", [acme, quiet]);
  expect(await drafted("upgrade", rowsOf(id))).toMatchObject({ touched: 1, emails: 1 });
  expect(await drafted("rotate", rowsOf(id))).toMatchObject({ touched: 1, emails: 2 });
  expect(await drafted("verify", rowsOf(id))).toMatchObject({ emails: 0 });
  await rows(
    `insert into invitations (customer_id, email, role, token_hash, invited_by, invited_as)
     select $1, n || '@acme.example', 'owner', encode(sha256(n::text::bytea), 'hex'), $2, 'staff' from generate_series(1, 99) n`,
    [acme, staff.operator.userId],
  );
  const target: ActionTarget = { rows: [{ customerId: acme, connectionId: null }] };
  expect(await drafted("resend", target)).toMatchObject({ touched: 1, emails: 1 });
  await rows(
    "insert into staff_invitations (email, role, token_hash, invited_by) values ('x@partner.example', 'support', repeat('a', 64), $1)",
    [staff.operator.userId],
  );
  expect(await drafted("resend", target)).toMatchObject({ touched: 1, emails: 0 });
});

test("results are exported with a line for each item, and the export is audited", async () => {
  const id = await connection("one");
  const action = await started("rotate", rowsOf(id), "scheduled");
  await work();
  const file = await textOf(await exportList(staff.support, "action-items", "csv", { action }));
  expect(file).toMatch(/^"customer","customerId",.*\r?\n"Acme","[0-9a-f-]{36}","one","[0-9a-f-]{36}","Done","","Connected","Connected",/);
  const list = await textOf(await exportList(staff.support, "actions", "ndjson", {}));
  expect(JSON.parse(list)).toMatchObject({ actionId: action, state: "Finished", reason: REASON, items: "1" });
  expect(await rows("select attributes from audit_events where event = 'list.exported' order by seq")).toEqual([
    { attributes: { list: "action-items", format: "csv", filter_action: action } },
    { attributes: { list: "actions", format: "ndjson" } },
  ]);
});

test("old drafts and actions of more than 13 months ago are deleted, others stay", async () => {
  const id = await connection("one");
  const old = [await started("rotate", rowsOf(id), "other"), await started("rotate", rowsOf(await connection("two")), "other")];
  const young = await started("verify", rowsOf(id));
  await work();
  await rows("update staff_actions set finished_at = now() - interval '14 months' where id = any($1)", [old]);
  await drafted("verify", rowsOf(id));
  await rows("update staff_actions set drafted_at = now() - interval '3 hours' where started_at is null");
  await pruneOldActions({ kind: "system", task: "worker" }, new AbortController().signal);
  expect(await rows("select id from staff_actions")).toEqual([{ id: young }]);
});
