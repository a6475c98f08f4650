import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { arrangeCustomer, arrangeDraft, arrangeInvitation, arrangeMember, arrangeSession, arrangeStaff } from "#db/testing/arrange.ts";
import { ARRANGED_RING, agedVerification, arrangeConnection, arrangeOpenRun } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { findConnectionPage } from "#lib/staff/connection-page/find-connection-page.ts";
import { addNote, changeTags } from "#lib/staff/customer-records.ts";
import { requestRun } from "#lib/staff/request-rotations.ts";
import { resumeCustomer, suspendCustomer } from "#lib/staff/suspend-customer.ts";
import { findCustomerPage } from "./find-customer-page.ts";
import { findTimeline, readTimelineQuery } from "./find-timeline.ts";

const ABSENT = "01890000-0000-7000-8000-000000000000";
const APP = { appUrl: "https://portal.example", dataKeys: ARRANGED_RING };
let database: TestDatabase;
let operator: StaffActor;
let acme: CustomerId;
let globex: CustomerId;
let quarantined: Awaited<ReturnType<typeof arrangeConnection>>;
let calm: Awaited<ReturnType<typeof arrangeConnection>>;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  const db = database.pool("owner");
  operator = { kind: "staff", role: "operator", userId: await arrangeStaff(db, { role: "operator", email: "operator@partner.example" }) };
  acme = await arrangeCustomer(db, { name: "Acme" });
  globex = await arrangeCustomer(db, { name: "Globex" });
  await arrangeMember(db, acme, { role: "owner", email: "owner@acme.example" });
  await arrangeInvitation(db, acme, { email: "next@acme.example" });
  calm = await arrangeConnection(db, acme, { name: "calm" });
  quarantined = await arrangeConnection(db, acme, { name: "open", status: "quarantined" });
});
afterAll(() => database.drop());

const customerPage = (id: CustomerId, params: Record<string, string> = {}) =>
  findCustomerPage(operator, APP, id, readTimelineQuery(params));
const connectionPage = (id: string) => findConnectionPage(operator, APP, ConnectionId.parse(id), 5);

test("a customer or a connection that does not exist is null", async () => {
  expect(await customerPage(CustomerId.parse(ABSENT))).toBeNull();
  expect(await connectionPage(ABSENT)).toBeNull();
});

test("a customer's page has its connections, worst first, people, invitations, tags and notes, and never an External ID or a role", async () => {
  await changeTags(operator, { customerId: acme, added: ["emea"], removed: [] });
  await addNote(operator, acme, "Call first.");
  await requestRun(operator, acme, quarantined.id);
  const page = await customerPage(acme);
  expect(page).toMatchObject({
    ...{ name: "Acme", suspended: null, tags: ["emea"], total: 2 },
    connections: [
      { name: "open", status: "quarantined" },
      { name: "calm", status: "connected" },
    ],
    people: [{ email: "owner@acme.example", role: "owner", signedInAt: null }],
    invitations: [{ email: "next@acme.example", role: "member" }],
    notes: [{ note: "Call first.", author: "operator", mayRemove: true }],
    nextStep: { owner: "Customer", weight: "error", connection: { name: "open" } },
  });
  expect(JSON.stringify(page)).not.toMatch(/AROA|sealed|sp-[0-9a-f]{8}/);
});

test("a member has the time of the last sign-in, which stays after the session has ended", async () => {
  const db = database.pool("owner");
  const customer = await arrangeCustomer(db, { name: "Signed" });
  const owner = await arrangeMember(db, customer, { role: "owner", email: "owner@signed.example" });
  await arrangeSession(db, owner);
  await db.query("delete from sessions where user_id = $1", [owner]);
  const [person] = (await customerPage(customer))?.people ?? [];
  expect(Math.abs((person?.signedInAt ?? 0) - Date.now())).toBeLessThan(60_000);
});

test("another role sees the same, and can't remove a colleague's note", async () => {
  const userId = await arrangeStaff(database.pool("owner"), { role: "support", email: "support@partner.example" });
  const page = await findCustomerPage({ kind: "staff", role: "support", userId }, APP, acme, readTimelineQuery({}));
  expect(page?.notes).toMatchObject([{ mayRemove: false }]);
});

test("whose move it is: staff invite an owner or resume, the invited owner accepts, an owner connects; nothing if all is connected", async () => {
  const db = database.pool("owner");
  const step = async (id: CustomerId) => (await customerPage(id))?.nextStep ?? null;
  expect(await step(globex)).toMatchObject({ owner: "Staff", what: "invite an owner" });
  await arrangeInvitation(db, globex, { email: "owner@globex.example", role: "owner" });
  expect(await step(globex)).toMatchObject({ owner: "Customer", what: "the invited owner accepts the invitation" });
  await arrangeMember(db, globex, { role: "owner" });
  expect(await step(globex)).toMatchObject({ owner: "Customer", what: "an owner connects an AWS account" });
  await arrangeDraft(db, globex, { name: "begun" });
  expect(await step(globex)).toMatchObject({ owner: "Customer", connection: { name: "begun" }, meanwhile: "" });
  await arrangeDraft(db, globex, { name: "begun later" });
  const { meanwhile, message } = (await step(globex)) ?? {};
  expect([meanwhile, message]).toEqual([
    "1 more connection of this customer has the same status.",
    expect.stringMatching(/ \S+\/connections lists it\.$/),
  ]);
  const old = await arrangeConnection(db, globex, { name: "old" });
  await agedVerification(database.pool("admin"), globex, old.id, "30 hours");
  expect(await step(globex)).toMatchObject({ owner: "Sallyport", connection: { name: "old" } });
  await suspendCustomer(operator, globex, "unpaid");
  expect(await step(globex)).toMatchObject({ owner: "Staff", what: "resume the customer when the reason is gone" });
  expect(await customerPage(globex)).toMatchObject({ suspended: { reason: "unpaid" }, counts: [{ status: "disabled", connections: 3 }] });
  await resumeCustomer(operator, globex, "They paid.");
  const calmOnly = await arrangeCustomer(db, { name: "Calm" });
  await arrangeMember(db, calmOnly, { role: "owner" });
  await arrangeConnection(db, calmOnly);
  expect(await step(calmOnly)).toBeNull();
});

test("the timeline merges verifications, acts of the customer and of staff, alerts and emails, and each kind can be seen alone", async () => {
  const admin = database.pool("admin");
  await admin.query("insert into alerts (kind, customer_id, connection_id) values ('account-connected-twice', $1, $2)", [acme, calm.id]);
  await admin.query(
    "insert into sent_emails values ($1, gen_random_uuid(), 'quarantine', $2, null, 'owner@acme.example', 'sent', null, 1, now(), now())",
    [acme, quarantined.id],
  );
  const kinds = async (timeline: string) =>
    new Set((await customerPage(acme, { timeline }))?.timeline.entries.map(({ what }) => what.kind));
  expect(await kinds("all")).toEqual(new Set(["verification", "action", "alert", "email"]));
  expect(await kinds("verifications")).toEqual(new Set(["verification"]));
  expect(await kinds("actions")).toEqual(new Set(["action"]));
  expect(await kinds("alerts")).toEqual(new Set(["alert"]));
  expect(await kinds("emails")).toEqual(new Set(["email"]));
  const acts = (await customerPage(acme, { timeline: "actions" }))?.timeline.entries.map(({ what }) =>
    what.kind === "action" ? what.event : "",
  );
  expect(acts).toEqual(expect.arrayContaining(["note.added", "customer.tagged", "run.requested"]));
  expect(await kinds("nonsense")).toEqual(await kinds("all"));
});

test("a chain that was verified and found broken does not read like an intact one in the timeline", async () => {
  const id = await arrangeCustomer(database.pool("owner"), { name: "Checked" });
  for (const result of ["intact", "broken", "intact"])
    await inTransaction(operator, (tx) => recordAudit(tx, operator, id, "audit.verified", { result, events: "1" }));
  const entries = (await customerPage(id, { timeline: "actions" }))?.timeline.entries ?? [];
  const shown = entries.flatMap(({ what, count }) =>
    what.kind === "action" && what.event.startsWith("audit.") ? [[what.event, count]] : [],
  );
  expect(shown.toSorted()).toEqual([
    ["audit.broken", 1],
    ["audit.verified", 2],
  ]);
});

test("rows of one minute that say the same are one entry, and no row is lost or shown twice from page to page", async () => {
  const other = await arrangeCustomer(database.pool("owner"), { name: "Busy" });
  await database.pool("admin").query(
    `insert into sent_emails select $1, new_id(), 'k' || chr(97 + n % 26), null, null, 'a' || n || '@b.example', 'sent', null, 1, now(),
       date_trunc('minute', now()) - n * interval '50 s' from generate_series(1, 100) n`,
    [other],
  );
  await database.pool("admin").query(
    `insert into sent_emails select $1, new_id(), 'together', null, null, 't' || n || '@b.example', 'sent', null, 1, now(),
       now() + interval '1 hour' - n * interval '1 s' from generate_series(1, 30) n`,
    [other],
  );
  let count = 0;
  let before: string | undefined;
  const ids: string[] = [];
  for (let page = 0; page < 50; page += 1) {
    const query = readTimelineQuery({ timeline: "emails", ...(before === undefined ? {} : { before }) });
    const part = await inTransaction(operator, (tx) => findTimeline(tx, APP, other, query));
    if (page === 0) expect(part.entries[0]).toMatchObject({ count: 30, what: { kind: "email", about: "together", others: 27 } });
    count += part.entries.reduce((sum, entry) => sum + entry.count, 0);
    ids.push(...part.entries.map(({ id }) => id));
    if (part.earlier === null) break;
    before = part.earlier;
  }
  expect(count).toBe(130);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each([
  "",
  "x",
  "bnVsbA",
  Buffer.from('["2026-13-41 00:00:00",0,"a"]').toString("base64url"),
  Buffer.from('["2026-12-01 00:00:00",0,"not a key"]').toString("base64url"),
  Buffer.from('["2026-12-01 00:00:00",9,"a"]').toString("base64url"),
  Buffer.from("[1,2,3]").toString("base64url"),
])("a cursor that this portal did not make begins at the newest entry: %j", (before) => {
  expect(readTimelineQuery({ before })).toEqual({ kind: "all", before: null });
});

test("a connection's page has the probes, the weakness and the steps with their owners, and never an External ID or a role", async () => {
  await arrangeOpenRun(database.pool("owner"), acme, quarantined.id);
  const page = await connectionPage(quarantined.id);
  expect(page).toMatchObject({
    connection: { name: "open", status: "quarantined", customerName: "Acme" },
    weakness: { class: null },
    run: { verdict: null, finishedAt: null },
    steps: [{ owner: "Customer" }, { owner: "Customer or staff" }, { owner: "Sallyport" }],
    nextStep: { owner: "Customer" },
  });
  expect(page?.history.map(({ verdict }) => verdict)).toEqual(["secure"]);
  const sound = await connectionPage(calm.id);
  expect(sound).toMatchObject({ weakness: null, nextStep: null, steps: [], verifications: 1, run: { verdict: "secure" } });
  expect(sound?.run?.probes.slice(0, 2)).toEqual([
    { name: "Correct External ID", expected: "Allowed", got: "Allowed", code: "", requestId: "request-0" },
    { name: "No External ID", expected: "Denied", got: "Denied", code: "AccessDenied", requestId: "request-1" },
  ]);
  for (const each of [page, sound]) expect(JSON.stringify(each)).not.toMatch(/AROA|sealed|sp-[0-9a-f]{8}/);
});

test("a connection's page lists all its open alerts, the most severe first, and the one about expired verifications if its own has expired", async () => {
  const db = database.pool("owner");
  const admin = database.pool("admin");
  const customer = await arrangeCustomer(db, { name: "Alarmed" });
  const open = await arrangeConnection(db, customer, { status: "quarantined" });
  const late = await arrangeConnection(db, customer, { status: "expired" });
  const alert = (kind: string, connection: string | null) =>
    admin.query("insert into alerts (kind, customer_id, connection_id) values ($1, $2, $3) on conflict do nothing", [
      kind,
      customer,
      connection,
    ]);
  await alert("quarantined", open.id);
  await alert("account-connected-twice", open.id);
  await alert("verification-expired", null);
  expect((await connectionPage(open.id))?.alerts.map(({ sentence }) => sentence.split(".")[0])).toEqual([
    "Connection is quarantined",
    "Account connected twice",
  ]);
  expect((await connectionPage(late.id))?.alerts.map(({ sentence }) => sentence.split(".")[0])).toEqual(["Verification expired"]);
});

test("a connection of a suspended customer waits for staff, and a removed one for nobody", async () => {
  const db = database.pool("owner");
  const shut = await arrangeCustomer(db, { name: "Shut" });
  const { id } = await arrangeConnection(db, shut);
  const gone = await arrangeConnection(db, shut, { status: "removed" });
  await suspendCustomer(operator, shut, "other");
  expect(await connectionPage(id)).toMatchObject({ connection: { status: "disabled" }, steps: [{ owner: "Staff" }] });
  expect(await connectionPage(gone.id)).toMatchObject({ steps: [] });
});

test("a run with a probe that the portal did not write is inconclusive for staff, too", async () => {
  const forged = await arrangeConnection(database.pool("owner"), globex, { name: "forged" });
  await database.pool("admin").query(`do $$ begin set local session_replication_role = replica;
    update verification_probes set mac = null where run_id = '${forged.run.id}' and name = 'none'; end $$`);
  const page = await connectionPage(forged.id);
  expect(page?.run).toMatchObject({ verdict: "inconclusive" });
  expect(new Set(page?.run?.probes.map(({ got }) => got))).toEqual(new Set(["Inconclusive"]));
  expect(page?.history.map(({ verdict }) => verdict)).toEqual(["inconclusive"]);
  const { timeline } = (await customerPage(globex, { timeline: "verifications" })) ?? {};
  const verdictOf = (connectionId: string) => timeline?.entries.find(({ connection }) => connection?.id === connectionId)?.what;
  expect(verdictOf(forged.id)).toMatchObject({ kind: "verification", verdict: "inconclusive" });
});
