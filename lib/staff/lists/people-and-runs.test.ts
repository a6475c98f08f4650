import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeInvitation, arrangeMember, arrangeSession, arrangeStaff } from "#db/testing/arrange.ts";
import { type ArrangedConnection, arrangeConnection, arrangeOpenRun } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { type CustomerId, UserId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import type { ListView } from "#lib/staff/shared/list-view.ts";
import { PERSON_LIST, RUN_LIST } from "#lib/staff/shared/people-view.ts";
import { exportList } from "./export-list.ts";
import { listPeople } from "./list-people.ts";
import { listRuns } from "./list-runs.ts";

/** No key: what the database has was not written by this portal. */
const KEYS = { dataKeys: new Secret([]) };

let database: TestDatabase;
let support: StaffActor;
let acme: CustomerId;
let globex: CustomerId;
let owner: UserId;
let secure: ArrangedConnection;
let open: string;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff), worker: new Secret(database.urls.worker) });
  const db = database.pool("owner");
  support = { kind: "staff", role: "support", userId: await arrangeStaff(db, { role: "support", email: "help@partner.example" }) };
  acme = await arrangeCustomer(db, { name: "Acme" });
  globex = await arrangeCustomer(db, { name: "Globex" });
  owner = await arrangeMember(db, acme, { role: "owner", email: "owner@acme.example", name: "Zoe" });
  await arrangeMember(db, acme, { role: "member", email: "member@acme.example", name: "Max" });
  await arrangeMember(db, globex, { role: "member", userId: owner });
  await arrangeSession(db, owner);
  await arrangeInvitation(db, globex, { email: "next@globex.example", role: "owner" });
  const late = await arrangeInvitation(db, globex, { email: "late@globex.example" });
  await db.query("update invitations set expires_at = now() - interval '1 hour' where id = $1", [late.id]);
  const used = await arrangeInvitation(db, globex, { email: "used@globex.example" });
  await db.query("update invitations set accepted_at = now() where id = $1", [used.id]);
  secure = await arrangeConnection(db, acme, { name: "calm" });
  await arrangeConnection(db, globex, { name: "worse", status: "quarantined" });
  open = (await arrangeOpenRun(db, acme, secure.id)).id;
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query("update verification_runs set requested_by = $1, reason = 'rotation' where id = $2", [owner, open]);
  admin.release(true);
});
afterAll(() => database.drop());

const people = (params: Record<string, string> = {}) => listPeople(support, readListQuery(PERSON_LIST, params));
const addresses = async (params: Record<string, string> = {}) => (await people(params)).rows.map(({ email }) => email);
const runs = (params: Record<string, string> = {}) => listRuns(support, KEYS, readListQuery(RUN_LIST, params));
const found = async (params: Record<string, string> = {}) =>
  (await runs(params)).rows.map(({ connectionName, verdict }) => `${connectionName} ${verdict}`);

test("a person who is not staff finds nobody by an ID, and no verification by an address", async () => {
  const stranger: StaffActor = { ...support, userId: UserId.parse(owner) };
  for (const list of [
    () => listPeople(stranger, readListQuery(PERSON_LIST, { q: secure.externalIdId })),
    () => listRuns(stranger, KEYS, readListQuery(RUN_LIST, { q: "owner@acme.example" })),
  ])
    await expect(list()).rejects.toMatchObject({ cause: expect.objectContaining({ code: "42501" }) });
});

test("people are members and invitations that were not accepted, each with the customer, the role and the last sign-in", async () => {
  const { rows, total, all, facets } = await people();
  expect(rows.map(({ email, customerName, role, status }) => [email, customerName, role, status])).toEqual([
    ["late@globex.example", "Globex", "member", "invitation-expired"],
    ["member@acme.example", "Acme", "member", "member"],
    ["next@globex.example", "Globex", "owner", "invited"],
    ["owner@acme.example", "Acme", "owner", "member"],
    ["owner@acme.example", "Globex", "member", "member"],
  ]);
  expect([total, all]).toEqual([5, 5]);
  expect(rows.map(({ signedInAt }) => signedInAt !== null)).toEqual([false, false, false, true, true]);
  expect(facets.map(({ options }) => options.map(({ count }) => count))).toEqual([
    [3, 1, 1],
    [2, 3],
  ]);
});

test("people are found by the beginning of their address or name, by their customer and by an ID of it; staff are not in the list", async () => {
  expect(await addresses({ q: "OWNER@" })).toEqual(["owner@acme.example", "owner@acme.example"]);
  expect(await addresses({ q: "zo" })).toEqual(["owner@acme.example", "owner@acme.example"]);
  expect(await addresses({ q: "glob" })).toEqual(["late@globex.example", "next@globex.example", "owner@acme.example"]);
  expect(await addresses({ q: secure.id })).toEqual(["member@acme.example", "owner@acme.example"]);
  for (const q of ["wner@", "help@partner.example", "used@globex.example", "%", "_"]) expect(await addresses({ q }), q).toEqual([]);
  expect((await people({ q: "glob" })).total).toBe(3);
});

test("filters of people are joined by and, and each order has all of them", async () => {
  expect(await addresses({ customer: globex, role: "owner" })).toEqual(["next@globex.example"]);
  expect(await addresses({ status: "invited,invitation-expired" })).toEqual(["late@globex.example", "next@globex.example"]);
  expect(await addresses({ status: "member", customer: globex })).toEqual(["owner@acme.example"]);
  expect((await addresses({ sort: "signed-in", order: "desc" })).slice(0, 2)).toEqual(["owner@acme.example", "owner@acme.example"]);
  for (const sort of ["joined", "signed-in"]) expect((await addresses({ sort })).toSorted()).toEqual((await addresses()).toSorted());
});

test("verifications are newest first with result, cause, kind and who requested them, and nothing about the role", async () => {
  const { rows } = await runs();
  expect(rows[0]).toMatchObject({
    connectionName: "calm",
    verdict: null,
    reason: "rotation",
    requestedBy: "owner@acme.example",
    cause: "",
  });
  expect(rows.map(({ id }) => id)).toEqual(
    rows
      .map(({ id }) => id)
      .toSorted()
      .toReversed(),
  );
  expect((await runs({ order: "desc" })).rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toReversed());
  expect(JSON.stringify(rows)).not.toMatch(/AROA|arn:|sealed|sp-[0-9a-f]{8}/);
});

test("a verification whose probes the portal did not write is inconclusive in the list", async () => {
  const [row] = (await runs({ verdict: "secure" })).rows;
  expect(row).toMatchObject({ verdict: "inconclusive", cause: "the stored verification is not authentic" });
});

test("verifications are filtered by result, kind, time, customer and connection", async () => {
  expect(await found({ verdict: "open" })).toEqual(["calm null"]);
  expect(await found({ reason: "rotation", time: "1h" })).toEqual(["calm null"]);
  expect(await found({ reason: "staff" })).toEqual([]);
  expect((await runs({ customer: globex })).rows.every(({ customerName }) => customerName === "Globex")).toBe(true);
  expect((await runs({ connection: secure.id })).rows).toHaveLength(2);
  expect(await found({ connection: "00000000-0000-4000-8000-000000000000" })).toEqual([]);
  const old = await database.pool("admin").connect();
  await old.query("set session_replication_role = replica");
  await old.query("update verification_runs set started_at = now() - interval '2 hours' where id = $1", [open]);
  old.release(true);
  expect(await found({ verdict: "open", time: "1h" })).toEqual([]);
  expect(await found({ verdict: "open", time: "24h" })).toEqual(["calm null"]);
});

test("a search finds one run by its ID or that of a request, runs by who requested them, and those of a connection or customer", async () => {
  expect(await found({ q: open })).toEqual(["calm null"]);
  expect(await found({ q: "owner@acme.example" })).toEqual(["calm null"]);
  expect((await runs({ q: secure.id })).rows).toHaveLength(2);
  expect((await runs({ q: "CAL" })).rows).toHaveLength(2);
  expect((await runs({ q: "acme" })).rows).toHaveLength(2);
  const request = "8f0a7a1e-5a43-4f0a-9d5e-0c2f6c1f7a11";
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query("update verification_probes set request_id = $1 where n = 0 and run_id = $2", [request, secure.run.id]);
  admin.release(true);
  expect((await runs({ q: request })).rows.map(({ id }) => id)).toEqual([secure.run.id]);
  for (const q of ["nobody@acme.example", "alm", "00000000-0000-4000-8000-000000000000", "%"]) expect(await found({ q }), q).toEqual([]);
});

async function turned<Row>(
  list: (params: Record<string, string>) => Promise<ListView<Row>>,
  params: Record<string, string>,
  keyOf: (row: Row) => string,
) {
  const [forth, back]: [string[][], string[][]] = [[], []];
  let view = await list(params);
  for (;;) {
    forth.push(view.rows.map(keyOf));
    if (view.next === null) break;
    view = await list({ ...params, after: view.next });
  }
  while (view.previous !== null) {
    view = await list({ ...params, before: view.previous });
    back.unshift(view.rows.map(keyOf));
  }
  return { forth, back };
}

test("pages of people and of verifications have no gap and no repetition in any order, forth and back", async () => {
  const many = await arrangeCustomer(database.pool("owner"), { name: "Many" });
  const { id } = await arrangeConnection(database.pool("owner"), many, { name: "much" });
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query(
    `with u as (insert into users (name, email, last_sign_in_at) select 'P' || n, 'p' || n || '@many.example', case when n % 3 = 0 then date_trunc('day', now()) end
       from generate_series(1, 60) n returning id)
     insert into memberships (customer_id, user_id, role, created_at) select $1, id, 'member', date_trunc('day', now()) from u`,
    [many],
  );
  await admin.query(
    `insert into invitations (customer_id, email, role, token_hash, created_at) select $1, 'p' || n || '@many.example', 'member', encode(sha256(n::text::bytea), 'hex'),
       date_trunc('day', now()) from generate_series(30, 80) n`,
    [many],
  );
  await admin.query(
    `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox, finished_at, verdict)
     select $1, $2, gen_random_uuid(), (array['schedule', 'staff'])[1 + n % 2], repeat('a', 64), false, now(), (array['lost', 'inconclusive', 'access-denied'])[1 + n % 3]
       from generate_series(1, 90) n`,
    [many, id],
  );
  admin.release(true);
  const keyOf = ({ email, status }: { email: string; status: string }) => `${email} ${status}`;
  for (const sort of ["email", "joined", "signed-in"])
    for (const order of ["asc", "desc"]) {
      const { forth, back } = await turned(people, { customer: many, sort, order }, keyOf);
      expect([forth.flat().length, new Set(forth.flat()).size], `${sort} ${order}`).toEqual([111, 111]);
      expect(back, `${sort} ${order}`).toEqual(forth.slice(0, -1));
    }
  for (const params of [{}, { verdict: "lost,inconclusive,access-denied" }, { reason: "schedule,staff" }] as Record<string, string>[])
    for (const order of ["asc", "desc"]) {
      const { forth, back } = await turned(
        runs,
        { customer: many, verdict: "lost,inconclusive,access-denied", ...params, order },
        ({ id: run }) => run,
      );
      expect([forth.flat().length, new Set(forth.flat()).size]).toEqual([90, 90]);
      expect(back).toEqual(forth.slice(0, -1));
    }
});

test("exported people and verifications have the words of the screen for status, role, result and kind", async () => {
  const exported = async (name: "people" | "runs") => {
    const pieces = [];
    for await (const piece of await exportList(support, name, "ndjson", { customer: globex }, KEYS)) pieces.push(piece);
    return pieces
      .join("")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  };
  expect(await exported("people")).toContainEqual(
    expect.objectContaining({ email: "late@globex.example", status: "Invitation expired", role: "Member" }),
  );
  expect(await exported("runs")).toEqual([expect.objectContaining({ connection: "worse", verdict: "Inconclusive", kind: "Manual" })]);
});

test("a verification that staff requested names the last person of the staff who requested it before, also in the file", async () => {
  const db = database.pool("owner");
  const customer = await arrangeCustomer(db, { name: "Asked" });
  const { id } = await arrangeConnection(db, customer, { name: "asked" });
  for (const actor of [owner, support.userId])
    await db.query("select write_audit($1, 'run.requested', $2, $3)", [customer, `staff:${actor}`, { connection: id }]);
  const run = await arrangeOpenRun(db, customer, id);
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query("update verification_runs set reason = 'staff' where id = $1", [run.id]);
  admin.release(true);
  expect((await runs({ customer, reason: "staff" })).rows.map(({ requestedBy }) => requestedBy)).toEqual(["help@partner.example"]);
  const file = [];
  for await (const text of await exportList(support, "runs", "csv", { customer, reason: "staff" })) file.push(text);
  expect(file.join("")).toContain("help@partner.example");
});
