import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { findByName, NAMED } from "#db/queries/staff/name-words.ts";
import { arrangeCustomer, arrangeDraft, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { findAudit } from "#lib/staff/find-audit.ts";
import { findForStaff } from "#lib/staff/find-in-portal.ts";
import { AUDIT_LIST } from "#lib/staff/shared/audit-view.ts";
import { CONNECTION_LIST, CUSTOMER_LIST } from "#lib/staff/shared/list-view.ts";
import { PERSON_LIST, RUN_LIST } from "#lib/staff/shared/people-view.ts";
import { exportList } from "./export-list.ts";
import { listFleetConnections } from "./list-connections.ts";
import { findCustomers, listCustomers } from "./list-customers.ts";
import { listPeople } from "./list-people.ts";
import { listRuns, runFilterOf } from "./list-runs.ts";

let database: TestDatabase;
let support: StaffActor;
let kestrel: CustomerId;
let airport: CustomerId;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff), worker: new Secret(database.urls.worker) });
  const db = database.pool("owner");
  support = { kind: "staff", role: "support", userId: await arrangeStaff(db, { role: "support" }) };
  kestrel = await arrangeCustomer(db, { name: "The Kestrel Air Company" });
  airport = await arrangeCustomer(db, { name: "Airport Halle" });
  await arrangeConnection(db, kestrel, { name: "prod-eu (Mailand)" });
  await arrangeDraft(db, airport, { name: "eu" });
  await arrangeMember(db, kestrel, { email: "a.meier@kestrel.example", name: "Anna Maria Müller-Meier" });
  await arrangeMember(db, airport, { email: "zoe@airport.example", name: "Zoe" });
});
afterAll(() => database.drop());

const customers = async (q: string) =>
  (await listCustomers(support, readListQuery(CUSTOMER_LIST, { q, sort: "name" }))).rows.map(({ name }) => name);
const connections = (params: Record<string, string>) => listFleetConnections(support, readListQuery(CONNECTION_LIST, params));
const connectionNames = async (q: string) => (await connections({ q, sort: "name" })).rows.map(({ name }) => name);
const people = (params: Record<string, string>) => listPeople(support, readListQuery(PERSON_LIST, params));
const addresses = async (q: string) => (await people({ q })).rows.map(({ email }) => email);

test("customers, connections and people are found by the beginning of each of the first four words of their name, and not by a part of a word", async () => {
  expect(await customers("AIR")).toEqual(["Airport Halle", "The Kestrel Air Company"]);
  expect(await customers("kestrel air c")).toEqual(["The Kestrel Air Company"]);
  expect(await customers("comp")).toEqual(["The Kestrel Air Company"]);
  for (const q of ["ir", "estrel", "air halle", "%", "_", ".*"]) expect(await customers(q), q).toEqual([]);
  expect(await connectionNames("eu")).toEqual(["eu", "prod-eu (Mailand)"]);
  expect(await connectionNames("mail")).toEqual(["prod-eu (Mailand)"]);
  expect(await connectionNames("kestrel")).toEqual(["prod-eu (Mailand)"]);
  for (const q of ["maria", "müller-m", "MEI"]) expect(await addresses(q), q).toEqual(["a.meier@kestrel.example"]);
  expect(await addresses("üller")).toEqual([]);
  expect((await findCustomers(support, "air")).map(({ name }) => name)).toEqual(["Airport Halle", "The Kestrel Air Company"]);
  expect((await findForStaff(support, { text: "mei", recent: [] })).matches.map(({ text }) => text)).toEqual(["a.meier@kestrel.example"]);
  expect((await findForStaff(support, { text: "mail", recent: [] })).matches.map(({ text }) => text)).toEqual([
    "The Kestrel Air Company / prod-eu (Mailand)",
  ]);
});

test("a word of a connection's name finds its verifications, and a word of a customer's name its events", async () => {
  for (const chain of [kestrel, airport])
    await database.pool("owner").query("select write_audit($1, 'run.requested', 'system:worker', '{}')", [chain]);
  const events = await findAudit(support, readListQuery(AUDIT_LIST, { q: "kestrel" }));
  expect(new Set(events.list.rows.map(({ chain }) => chain))).toEqual(new Set([kestrel]));
  const none = await findAudit(support, readListQuery(AUDIT_LIST, { q: "mailand" }));
  expect(none.list.rows).toEqual([]);
  const runs = await listRuns(support, { dataKeys: new Secret([]) }, readListQuery(RUN_LIST, { q: "mailand" }));
  expect(runs).toMatchObject({ rows: [{ connectionName: "prod-eu (Mailand)" }], notice: null });
});

test("words are separated by spaces and by - _ . , / : ( ), one or several; a name finds nothing twice", async () => {
  await arrangeCustomer(database.pool("owner"), { name: "-Vega--Vega_vega.vega, (rest) ".trim() });
  const find = (text: string) =>
    inTransaction(support, (tx) => findByName(tx, NAMED.customers, text, { where: sql`true`, limit: 5 }), { readOnly: true });
  expect(await find("vega")).toMatchObject({ first: [], later: [expect.any(String)], isLaterCut: false });
  expect((await find("vega.v")).later).toHaveLength(1);
  // The fifth word.
  expect((await find("rest")).later).toEqual([]);
});

test("a list of connections has all whose names begin with a text, however many, and every other list says what it leaves out", async () => {
  const many = await arrangeCustomer(database.pool("owner"), { name: "Many" });
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query(
    `insert into connections (customer_id, name, regions, external_id_id, status)
     select $1, case when n > 250 then 'the ' else '' end || 'wide ' || n, '{eu-central-1}', gen_random_uuid(), 'draft' from generate_series(1, 500) n`,
    [many],
  );
  admin.release(true);
  const found = await connections({ q: "wide 1" });
  expect([found.total, found.notice]).toEqual([111, null]);
  const wide = await connections({ q: "wide" });
  // 250 by the beginning of the name, and the first 200 by a later word.
  const later = "Too many names of connections match “wide”.";
  const others = "To find the others, filter by customer, or enter more of the name, or an ID.";
  const notice = `${later} The list is complete for names that begin with “wide”, but may omit names in which “wide” begins a later word. ${others}`;
  expect([wide.total, wide.notice]).toEqual([450, notice]);
  const runs = await inTransaction(support, (tx) => runFilterOf(tx, support, readListQuery(RUN_LIST, { q: "wide" })), { readOnly: true });
  expect([runs.filter.match?.connections.length, runs.notice]).toEqual([
    200,
    `More than 200 connections have a word in their name that begins with “wide”. Of these connections, the list shows only the verifications of the first 200. ${others}`,
  ]);
  // These do not look at the names of connections.
  expect((await people({ q: "wide" })).notice).toBeNull();
  expect((await findAudit(support, readListQuery(AUDIT_LIST, { q: "wide" }))).list.notice).toBeNull();
});

test("a list says that names can be missing also if those that were looked at begin with the text themselves", async () => {
  const owner = await arrangeCustomer(database.pool("owner"), { name: "Owner" });
  const names = "select 'quay-quartz ' || n as name from generate_series(1, 250) n union all select 'east quay'";
  await database.pool("owner").query(`insert into customers (name) ${names}`);
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query(
    `insert into connections (customer_id, name, regions, external_id_id, status)
     select $1, name, '{eu-central-1}', gen_random_uuid(), 'draft' from (${names}) f`,
    [owner],
  );
  admin.release(true);
  const notice = (many: string) =>
    expect.stringContaining(
      `Too many names of ${many} match “qua”. The list is complete for names that begin with “qua”, but may omit names in which “qua” begins a later word. To find the others, `,
    );
  const found = await connections({ q: "qua", customer: owner });
  expect([found.total, found.notice]).toEqual([250, notice("connections")]);
  const listed = await listCustomers(support, readListQuery(CUSTOMER_LIST, { q: "qua" }));
  expect([listed.total, listed.notice]).toEqual([250, notice("customers")]);
  for (const list of ["connections", "customers"] as const) {
    const pieces: string[] = [];
    for await (const piece of await exportList(support, list, "ndjson", { q: "qua" })) pieces.push(piece);
    expect(JSON.parse(pieces.join("").trim().split("\n").at(-1) ?? "")).toEqual({
      cut: expect.stringContaining("may omit names in which “qua” begins a later word"),
    });
  }
});

test("of more than 1,000 people with the same word in their name the list has the first by name, in each order, and says so, also in the file", async () => {
  const crowd = await arrangeCustomer(database.pool("owner"), { name: "Crowd" });
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query(
    `with u as (insert into users (name, email) select 'Robin ' || lpad(n::text, 4, '0'), (2000 - n) || '@crowd.example' from generate_series(1, 1001) n returning id)
     insert into memberships (customer_id, user_id, role) select $1, id, 'member' from u`,
    [crowd],
  );
  admin.release(true);
  const last = await arrangeMember(database.pool("owner"), airport, { email: "last@airport.example", name: "Robin 9999" });
  const found = await people({ q: "robin" });
  const notice = expect.stringMatching(
    /^More than 1,000 people have a word in their name that begins with “robin”\. Of these people, the list shows only the first 1,000\./,
  );
  expect([found.total, found.rows[0]?.email, found.notice]).toEqual([1000, "1000@crowd.example", notice]);
  expect((await people({ q: "robin", order: "desc" })).rows[0]?.email).toBe("1999@crowd.example");
  const chosen = await people({ q: "robin", customer: airport });
  expect([chosen.rows.map(({ id }) => id), chosen.notice]).toEqual([[last], null]);
  const pieces: string[] = [];
  for await (const piece of await exportList(support, "people", "ndjson", { q: "robin" })) pieces.push(piece);
  const lines = pieces.join("").trim().split("\n");
  expect(lines).toHaveLength(1001);
  expect(JSON.parse(lines.at(-1) ?? "")).toEqual({ cut: notice });
});
