import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeInvitation, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { RUN_REASON_WORDS, RUN_REASONS } from "#kernel/verification/verdict.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { PAGE_SIZE } from "#lib/lists/cursor.ts";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { exportList } from "#lib/staff/lists/export-list.ts";
import { AUDIT_LIST } from "#lib/staff/shared/audit-view.ts";
import { SPOKEN_ATTRIBUTES } from "./audit-details.ts";
import { addNote, changeTags } from "./customer-records.ts";
import { findAudit } from "./find-audit.ts";
import { requestRun } from "./request-rotations.ts";
import { suspendCustomer } from "./suspend-customer.ts";

let database: TestDatabase;
let operator: StaffActor;
let acme: CustomerId;
let globex: CustomerId;
let quarantined: Awaited<ReturnType<typeof arrangeConnection>>;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  const db = database.pool("owner");
  operator = { kind: "staff", role: "operator", userId: await arrangeStaff(db, { role: "operator", email: "operator@partner.example" }) };
  acme = await arrangeCustomer(db, { name: "Acme" });
  globex = await arrangeCustomer(db, { name: "Globex" });
  quarantined = await arrangeConnection(db, acme, { name: "open", status: "quarantined" });
  await requestRun(operator, acme, quarantined.id);
});

afterAll(() => database.drop());

const page = (params: Record<string, string> = {}) => findAudit(operator, readListQuery(AUDIT_LIST, params));

test("audit pages cover all chains, newest first, without a gap or a repetition, and can be limited to one customer", async () => {
  for (let n = 0; n < 60; n += 1) await suspendCustomer(operator, n % 2 === 0 ? acme : globex, "other");
  const seen: string[] = [];
  let next: string | null = "";
  while (next !== null) {
    const { list } = await page({ after: next });
    seen.push(...list.rows.map(({ chain, seq }) => `${chain}/${seq}`));
    next = list.next;
  }
  const { rows } = await database
    .pool("admin")
    .query<{ name: string }>("select chain || '/' || seq as name from audit_events order by at desc, chain desc, seq desc");
  expect(seen).toEqual(rows.map(({ name }) => name));
  const { list } = await page({ customer: acme });
  expect(new Set(list.rows.map(({ chainName }) => chainName))).toEqual(new Set(["Acme"]));
  expect(list.rows).toHaveLength(PAGE_SIZE);
  expect(list.names["customer"]).toEqual({ [acme]: "Acme" });
});

test("audit events are filtered by event, actor, connection, result and time, and found by a run, a person or a customer", async () => {
  const events = async (params: Record<string, string>) => (await page(params)).list.rows;
  const count = async (params: Record<string, string>) => (await events(params)).length;
  expect(new Set((await events({ event: "customer.suspended" })).map(({ event }) => event))).toEqual(new Set(["customer.suspended"]));
  expect(await count({ actor: `staff:${operator.userId}`, event: "run.requested" })).toBe(1);
  expect(await count({ actor: "system:worker", event: "run.requested" })).toBe(0);
  expect(await count({ connection: quarantined.id, event: "run.requested" })).toBe(1);
  expect(await count({ q: quarantined.id, event: "run.requested" })).toBe(1);
  expect(await count({ q: "OPERATOR@partner.example", event: "run.requested" })).toBe(1);
  expect(await count({ q: "acme", event: "run.requested" })).toBe(1);
  expect(await count({ customer: globex, event: "run.requested" })).toBe(0);
  expect(await count({ customer: globex, q: "acme" })).toBe(0);
  expect(await count({ q: "nobody@nowhere.example" })).toBe(0);
  expect(await count({ q: "no such customer" })).toBe(0);
  expect(await count({ time: "1h", event: "run.requested" })).toBe(1);
  expect(await count({ day: "2020-01-31" })).toBe(0);
  expect(await count({ verdict: "not-secure" })).toBe(0);
});

test("what the partner's chain says about one customer, such as tags and notes, is found by the customer's ID; another text finds nothing", async () => {
  await changeTags(operator, { customerId: acme, added: ["pilot"], removed: [] });
  await changeTags(operator, { customerId: globex, added: ["pilot"], removed: [] });
  await addNote(operator, acme, "Call first.");
  const found = async (params: Record<string, string>) =>
    (await page({ customer: "partner", ...params })).list.rows.map(({ event }) => event);
  expect(await found({ q: acme })).toEqual(["note.added", "customer.tagged"]);
  expect(await found({ q: acme, event: "note.added" })).toEqual(["note.added"]);
  expect(await found({ q: globex })).toEqual(["customer.tagged"]);
  expect(await found({ q: quarantined.id })).toEqual([]);
  expect(await found({ q: "acme" })).toEqual([]);
});

test("the audit log gives the reason of a verification in the words of its report", async () => {
  for (const reason of RUN_REASONS)
    await database
      .pool("worker")
      .query("select append_audit('partner', 'run.started', 'system:worker', jsonb_build_object('reason', $1::text))", [reason]);
  const { list } = await page({ event: "run.started" });
  const subjects = list.rows.map(({ subject }) => subject.toLowerCase());
  expect(subjects.toReversed()).toEqual(RUN_REASONS.map((reason) => RUN_REASON_WORDS[reason].toLowerCase()));
});

test("the ID of a request to AWS finds the events of its run in the audit log", async () => {
  const request = "8f0a7a1e-5a43-4f0a-9d5e-0c2f6c1f7a12";
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query("update verification_probes set request_id = $1 where n = 0 and run_id = $2", [request, quarantined.run.id]);
  admin.release(true);
  await database
    .pool("owner")
    .query("select append_audit($1, 'run.closed', 'system:worker', $2::jsonb)", [
      acme,
      JSON.stringify({ run: quarantined.run.id, connection: quarantined.id }),
    ]);
  const { list } = await findAudit(operator, readListQuery(AUDIT_LIST, { q: request }));
  expect(list.rows).toHaveLength(1);
});

test("events of an alert name it, and those of an action have the reason that was given", async () => {
  const db = database.pool("owner");
  const alert = await db.query<{ id: string }>("select id from alerts where kind = 'quarantined' and connection_id = $1", [quarantined.id]);
  const action = await db.query<{ id: string }>(
    `insert into staff_actions (kind, made_by, template_version, source, started_at, reason)
     values ('verify', $1, 1, '/admin/connections', now(), 'After the maintenance') returning id`,
    [operator.userId],
  );
  await db.query("select write_audit('partner', 'alert.acknowledged', 'system:worker', $1)", [{ alert: alert.rows[0]?.id }]);
  await db.query("select write_audit('partner', 'action.started', 'system:worker', $1)", [{ action: action.rows[0]?.id, kind: "verify" }]);
  // An alert that was deleted since has no name.
  await db.query("select write_audit('partner', 'alert.resolved', 'system:worker', $1)", [{ alert: action.rows[0]?.id }]);
  expect((await page({ customer: "partner" })).list.rows.slice(0, 3).map(({ subject }) => subject)).toEqual([
    "",
    "verify, “After the maintenance”",
    "Connection is quarantined: Acme / open",
  ]);
});

test("no event shows staff a role ID or the name of a role session in its details, whatever the attribute, neither in the list nor in its file", async () => {
  const hidden = ["AROAI7QZ4EXAMPLE00012", "sp-abcdefghijklmnopqrst", "0f8fad5b-d9cb-469f-a165-70867728950e"];
  const keys = [...SPOKEN_ATTRIBUTES, "external_id", "session"];
  const { rows: events } = await database
    .pool("admin")
    .query<{ event: string }>(
      "select distinct event from audit_events union values ('logs.answered'), ('logs.opened'), ('member.invited')",
    );
  for (const { event } of events)
    for (const value of hidden)
      await database
        .pool("owner")
        .query("select write_audit($1, $2, 'system:worker', $3)", [globex, event, Object.fromEntries(keys.map((key) => [key, value]))]);
  const shown = (await page({ customer: globex })).list.rows.map(({ subject }) => subject);
  for await (const text of await exportList(operator, "audit", "csv", { customer: globex })) shown.push(text.replaceAll(globex, ""));
  expect(shown.join("")).toContain("logs.answered");
  expect(shown.join("")).not.toMatch(/AROA|sp-|0f8fad5b/i);
});

test("details have the words of the screens: whom an invitation is for, the chosen reason and the kind of action", async () => {
  const db = database.pool("owner");
  const customer = await arrangeCustomer(db, { name: "Worded" });
  const invitation = await arrangeInvitation(db, customer, { email: "new@worded.example" });
  const events: readonly (readonly [string, Record<string, string>])[] = [
    ["member.invited", { invitation: invitation.id, role: "member" }],
    ["customer.suspension_explained", { reason: "unpaid" }],
    ["action.applied", { action: invitation.id, kind: "upgrade" }],
  ];
  for (const [event, attributes] of events)
    await db.query("select write_audit($1, $2, 'system:worker', $3)", [customer, event, attributes]);
  expect((await page({ customer })).list.rows.map(({ subject }) => subject).toReversed()).toEqual([
    "new@worded.example, as a member",
    "unpaid invoices",
    "ask to update the role",
  ]);
  // In the partner's chain, an event about a customer names it.
  for (const [event, attributes] of [
    ["note.added", { customer }],
    ["customer.tagged", { customer, added: 2, removed: 0 }],
    ["alert.snoozed", { hours: 4 }],
  ] as const)
    await db.query("select write_audit('partner', $1, 'system:worker', $2)", [event, attributes]);
  expect((await page({ customer: "partner" })).list.rows.slice(0, 3).map(({ subject }) => subject)).toEqual([
    "for 4 h",
    "Worded, 2 added",
    "Worded",
  ]);
});
