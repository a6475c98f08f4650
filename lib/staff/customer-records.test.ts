import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { customerNotes, customerTags, sentEmails } from "#db/queries/staff/customer-records.ts";
import { arrangeCustomer, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import { type CustomerId, NoteId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { addNote, CustomerTag, changeTags, NoteText, purgeEmailRecords, removeNote } from "./customer-records.ts";

const DONE = { ok: true, value: null };
let database: TestDatabase;
let acme: CustomerId;
const staff = {} as Record<StaffRole, StaffActor>;
beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff), worker: new Secret(database.urls.worker) });
  const db = database.pool("owner");
  for (const role of ["support", "operator", "admin"] as const)
    staff[role] = { kind: "staff", role, userId: await arrangeStaff(db, { role, email: `${role}@partner.example` }) };
  acme = await arrangeCustomer(db, { name: "Acme" });
});
afterAll(() => database.drop());

const notes = () => inTransaction(staff.support, (tx) => customerNotes(tx, acme, 10));
const tags = () => inTransaction(staff.support, (tx) => customerTags(tx, acme));
const emails = () => inTransaction(staff.support, (tx) => sentEmails(tx, acme, 10));

test.each(["", "-vip", "vip ", "a,b", "<b>", "ä", "x".repeat(31)])("a tag can't be %j, whatever role the actor claims", async (tag) => {
  expect(CustomerTag.safeParse(tag).success).toBe(tag === "vip ");
  await expect(changeTags(staff.operator, { customerId: acme, added: [tag], removed: [] })).rejects.toSatisfy(
    (error) => refusalOf(error)?.constraint === "customer_tag_word",
  );
});

test("support can't change tags, and a twenty-first tag is refused", async () => {
  for (const who of [staff.support, { ...staff.support, role: "admin" as const }])
    expect(await changeTags(who, { customerId: acme, added: ["vip"], removed: [] })).toMatchObject({ ok: false, code: "not-allowed" });
  const many = Array.from({ length: 20 }, (_, n) => `t${n}`);
  expect(await changeTags(staff.operator, { customerId: acme, added: [...many, "more"], removed: [] })).toMatchObject({
    ...{ ok: false, code: "limited" },
  });
  expect(await tags()).toEqual([]);
});

test("tags are added and removed, and the event is not in the chain that the customer reads", async () => {
  expect(await changeTags(staff.operator, { customerId: acme, added: ["vip", "emea"], removed: ["none"] })).toEqual(DONE);
  expect(await changeTags(staff.operator, { customerId: acme, added: ["emea"], removed: ["vip"] })).toEqual(DONE);
  expect(await tags()).toEqual(["emea"]);
  const { rows } = await database
    .pool("admin")
    .query("select chain, attributes from audit_events where event = 'customer.tagged' order by seq");
  expect(rows).toEqual([
    { chain: "partner", attributes: { customer: acme, added: 2, removed: 0 } },
    { chain: "partner", attributes: { customer: acme, added: 0, removed: 1 } },
  ]);
});

test.each([
  ["no text", " \n "],
  ["a control character", "a\u0007b"],
  ["too much text", "x".repeat(2001)],
])("a note with %s is refused", (_what, text) => {
  expect(NoteText.safeParse(text).success).toBe(false);
});

test("support writes notes, removes only its own, and an admin any; the audit has no text", async () => {
  expect(await addNote(staff.support, acme, NoteText.parse("Moving to a new landing zone.\r\nCall first. "))).toEqual(DONE);
  expect(await addNote(staff.operator, acme, "Second")).toEqual(DONE);
  const [second, first] = await notes();
  expect([second, first]).toMatchObject([
    { note: "Second", authorId: staff.operator.userId },
    { note: "Moving to a new landing zone.\nCall first.", authorId: staff.support.userId },
  ]);
  await expect(removeNote(staff.support, acme, NoteId.parse(second?.id))).rejects.toSatisfy(
    (error) => refusalOf(error)?.kind === "not-found",
  );
  expect(await removeNote(staff.support, acme, NoteId.parse(first?.id))).toEqual(DONE);
  expect(await removeNote(staff.admin, acme, NoteId.parse(second?.id))).toEqual(DONE);
  expect(await notes()).toEqual([]);
  const { rows } = await database
    .pool("admin")
    .query("select distinct chain, attributes - 'note' as rest from audit_events where event like 'note.%'");
  expect(rows).toEqual([{ chain: "partner", rest: { customer: acme } }]);
});

test("a note stays when its author was erased, without a name", async () => {
  const db = database.pool("owner");
  const userId = await arrangeStaff(db, { role: "support", email: "gone@partner.example", name: "Gone Colleague" });
  await addNote({ kind: "staff", role: "support", userId }, acme, "Still useful");
  expect(await notes()).toMatchObject([{ author: "Gone Colleague" }]);
  await db.query("select cli_erase_person('gone@partner.example')");
  expect(await notes()).toMatchObject([{ author: null, note: "Still useful" }]);
});

/** An email job of Acme that has run, as pg-boss writes it: a failed try is inserted again. */
async function job(state: "completed" | "retry" | "failed", word: string, more: object = {}, id?: string): Promise<string> {
  const data = JSON.stringify({ customer: acme, ...more });
  const { rows } = await database.pool("admin").query<{ id: string }>(
    `insert into pgboss.job (id, name, data, state, output, retry_count)
     values (coalesce($4::uuid, gen_random_uuid()), 'mail-quarantine', $1, case when $2 = 'completed' then 'active' else $2 end::pgboss.job_state,
       jsonb_build_object('word', $3::text), case when $2 = 'retry' then 2 else 3 end) returning id`,
    [data, state, word, id ?? null],
  );
  if (state === "completed") await database.pool("admin").query("update pgboss.job set state = 'completed' where id = $1", [rows[0]?.id]);
  return rows[0]?.id ?? "";
}

test("an email that had nothing to send, or that names nobody, is not recorded", async () => {
  const user = await arrangeMember(database.pool("owner"), acme, { email: "owner@acme.example" });
  await job("completed", "void", { user });
  await job("completed", "split");
  await job("retry", "eauth", { user: "nobody" });
  expect(await emails()).toEqual([]);
  const first = await job("retry", "econnection", { user });
  expect(await emails()).toMatchObject([
    { id: first, kind: "quarantine", email: "owner@acme.example", state: "retrying", code: "econnection", tries: 3 },
  ]);
  const next = async (...[state, word, more]: Parameters<typeof job>) => {
    await database.pool("admin").query("delete from pgboss.job where id = $1", [first]);
    await job(state, word, more, first);
  };
  await next("completed", "void", { user });
  expect(await emails()).toEqual([]);
  await next("retry", "econnection", { user });
  await next("failed", "econnection", { user: randomUUID() });
  expect(await emails()).toMatchObject([{ id: first, state: "failed", email: null }]);
  await next("completed", "sent", { user });
  expect(await emails()).toMatchObject([{ id: first, email: "owner@acme.example", state: "sent", code: null, tries: 4 }]);
});

test("the record of an email is deleted after 400 days, and not before", async () => {
  const admin = database.pool("admin");
  await admin.query("update sent_emails set ended_at = now() - interval '399 days'");
  expect(await purgeEmailRecords({ kind: "system", task: "worker" })).toBe(0);
  await admin.query("update sent_emails set ended_at = now() - interval '401 days'");
  expect(await purgeEmailRecords({ kind: "system", task: "worker" })).toBe(1);
});
