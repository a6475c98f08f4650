import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { staffConnectionCounts, storedCounts, storedRegionCounts } from "#db/queries/staff/connection-counts.ts";
import { arrangeCustomer, arrangeDraft, arrangeInvitation, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { type ArrangedConnection, agedVerification, arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { type CustomerId, UserId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { type ListQuery, type ListSpec, readListQuery } from "#lib/lists/shared/list-query.ts";
import { CONNECTION_LIST, CUSTOMER_LIST } from "#lib/staff/shared/list-view.ts";
import { suspendCustomer } from "#lib/staff/suspend-customer.ts";
import { listFleetConnections } from "./list-connections.ts";
import { findCustomers, listCustomers } from "./list-customers.ts";

let database: TestDatabase;
let support: StaffActor;
let acme: CustomerId;
let globex: CustomerId;
let open: ArrangedConnection;
let calm: ArrangedConnection;
let draft: Awaited<ReturnType<typeof arrangeDraft>>;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff), worker: new Secret(database.urls.worker) });
  const db = database.pool("owner");
  support = { kind: "staff", role: "support", userId: await arrangeStaff(db, { role: "support" }) };
  acme = await arrangeCustomer(db, { name: "Acme" });
  globex = await arrangeCustomer(db, { name: "globex GmbH" });
  await arrangeCustomer(db, { name: "Zeta" });
  await arrangeMember(db, acme, { role: "owner", email: "owner@acme.example" });
  await arrangeInvitation(db, globex, { email: "next@globex.example" });
  calm = await arrangeConnection(db, acme, { name: "calm" });
  open = await arrangeConnection(db, acme, { name: "Open", status: "quarantined" });
  draft = await arrangeDraft(db, globex, { name: "begun", regions: ["us-east-1"] });
  const old = await arrangeConnection(db, globex, { name: "old" });
  await agedVerification(database.pool("admin"), globex, old.id, "30 hours");
  await arrangeConnection(db, globex, { name: "gone", status: "removed" });
  await database.pool("worker").query("select count_for_lists()");
});
afterAll(() => database.drop());

const query = (spec: ListSpec, params: Record<string, string> = {}): ListQuery => readListQuery(spec, params);
const connections = async (params: Record<string, string> = {}) => listFleetConnections(support, query(CONNECTION_LIST, params));
const named = async (params: Record<string, string> = {}) => (await connections(params)).rows.map(({ name }) => name);
const customers = async (params: Record<string, string> = {}) => listCustomers(support, query(CUSTOMER_LIST, params));
const names = async (params: Record<string, string> = {}) => (await customers(params)).rows.map(({ name }) => name);

test("somebody who is not staff finds nothing by an ID", async () => {
  const stranger: StaffActor = { ...support, userId: UserId.parse(await arrangeMember(database.pool("owner"), acme)) };
  await expect(listFleetConnections(stranger, query(CONNECTION_LIST, { q: draft.externalId }))).rejects.toMatchObject({
    cause: expect.objectContaining({ code: "42501" }),
  });
});

test("the lists have no ARN, role ID or External ID, also when they were searched by one", async () => {
  for (const q of ["", open.run.roleId, draft.externalId]) {
    const text = JSON.stringify([(await connections({ q })).rows, (await customers({ q })).rows]);
    expect(text).not.toMatch(/AROA|arn:|sealed|sp-[0-9a-f]{8}/);
  }
});

test("connections are worst first, an old verification has expired, and removed ones are left out", async () => {
  const { rows } = await connections();
  expect(rows.map(({ name, status }) => [name, status])).toEqual([
    ["Open", "quarantined"],
    ["old", "expired"],
    ["calm", "connected"],
    ["begun", "draft"],
  ]);
  expect(rows[0]).toMatchObject({ nextStep: { owner: "Customer", what: "Fix trust policy" }, customerName: "Acme" });
  expect(await named({ order: "desc" })).toEqual(["begun", "calm", "old", "Open"]);
  expect(await named({ sort: "name" })).toEqual(["begun", "calm", "old", "Open"]);
  expect((await named({ sort: "verified" })).slice(0, 2)).toEqual(["begun", "old"]);
  expect((await named({ sort: "created", order: "desc" }))[0]).toBe("old");
});

test("a search compares whole IDs and the beginnings of names, never a part of an ID", async () => {
  const runId = (await database.pool("owner").query<{ id: string }>("select id from verification_runs where connection_id = $1", [open.id]))
    .rows[0]?.id;
  const found: Record<string, string[]> = {};
  for (const q of [
    draft.externalId,
    open.run.roleId,
    open.id,
    String(runId),
    acme,
    "owner@acme.example",
    "NEXT@globex.example",
    "cal",
    "GLOBEX",
  ])
    found[q] = (await named({ q })).toSorted();
  expect(found).toEqual({
    [draft.externalId]: ["begun"],
    [open.run.roleId]: ["Open"],
    [open.id]: ["Open"],
    [String(runId)]: ["Open"],
    [acme]: ["Open", "calm"],
    "owner@acme.example": ["Open", "calm"],
    "NEXT@globex.example": ["begun", "old"],
    cal: ["calm"],
    GLOBEX: ["begun", "old"],
  });
  for (const q of [draft.externalId.slice(0, -1), open.run.roleId.slice(0, -1), "wner@acme.example", "alm", "%", "_alm", "'"])
    expect(await named({ q }), q).toEqual([]);
});

test("an account ID and a request ID of AWS find their connection", async () => {
  const { rows } = await database
    .pool("owner")
    .query<{ account: string }>("select account_id as account from connections where id = $1", [calm.id]);
  expect(await named({ q: rows[0]?.account ?? "" })).toContain("calm");
  const request = "8f0a7a1e-5a43-4f0a-9d5e-0c2f6c1f7a11";
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query("update verification_probes set request_id = $1 where n = 0 and run_id = $2", [request, calm.run.id]);
  admin.release(true);
  expect(await named({ q: request })).toEqual(["calm"]);
  expect(await names({ q: request })).toEqual(["Acme"]);
});

test("filters are joined by and, their values by or; the number of each value applies all other filters", async () => {
  const { rows, facets, total, all } = await connections({ status: "quarantined,draft", customer: acme });
  expect(rows.map(({ name }) => name)).toEqual(["Open"]);
  expect([total, all]).toEqual([1, 2]);
  const status = facets.find(({ id }) => id === "status")?.options.filter(({ count }) => count !== 0);
  expect(status).toEqual([
    { value: "quarantined", label: "Quarantined", count: 1 },
    { value: "connected", label: "Connected", count: 1 },
  ]);
  expect(await named({ region: "us-east-1" })).toEqual(["begun"]);
  expect(await named({ age: "over-24,never" })).toEqual(["old", "begun"]);
  expect(await named({ weakness: "none", access: "browse", status: "connected" })).toEqual(["calm"]);
  expect(await named({ template: "9999" })).toEqual([]);
});

test("what an address does not know has no effect and is named", async () => {
  const { rows, query: read } = await connections({ status: "lost,draft", planet: "mars", sort: "weight" });
  expect(rows.map(({ name }) => name)).toEqual(["begun"]);
  expect(read.ignored).toEqual(["status=lost", "sort=weight", "planet"]);
});

test("customers are worst first with what their connections are now; a search by a connection's ID finds its customer", async () => {
  const { rows, facets } = await customers();
  expect(rows).toMatchObject([
    { name: "Acme", worst: "quarantined", where: "Open", connections: 2, verified: 1, quarantined: 1 },
    { name: "globex GmbH", worst: "expired", where: "old", connections: 2, expired: 1 },
    { name: "Zeta", worst: null, connections: 0, nextStep: { owner: "Customer", what: "Create connection" } },
  ]);
  expect(facets[0]?.options.find(({ value }) => value === "none")).toEqual({ value: "none", label: "No connections yet", count: 1 });
  expect(await names({ status: "expired,none" })).toEqual(["globex GmbH", "Zeta"]);
  expect(await names({ q: draft.externalId })).toEqual(["globex GmbH"]);
  expect(await names({ sort: "name", order: "desc" })).toEqual(["Zeta", "globex GmbH", "Acme"]);
  expect((await names({ sort: "verified" }))[0]).toBe("Zeta");
});

test("connections can be listed by how long they have been waiting, and those that need no action stand at the end in both directions", async () => {
  expect(await named({ sort: "waiting" })).toEqual(["old", "Open", "begun", "calm"]);
  expect(await named({ sort: "waiting", order: "desc" })).toEqual(["begun", "Open", "old", "calm"]);
  expect(await named({ sort: "waiting", status: "quarantined,connected" })).toEqual(["Open", "calm"]);
});

test("what waits says since when: since it stopped working, or since it was created if it never did", async () => {
  const { rows } = await database.pool("owner").query<{ name: string; since: Date }>(`
    select name, coalesce(quarantined_at, verified_at + interval '24 h', created_at) as since from connections where name <> 'calm'
    union all select name, created_at from customers where name = 'Zeta'`);
  const since = Object.fromEntries(rows.map(({ name, since: at }) => [name, at.getTime()]));
  const listed = (await connections()).rows.map(({ name, nextStep }) => [name, nextStep?.since ?? null]);
  expect(Object.fromEntries(listed)).toEqual({ Open: since["Open"], old: since["old"], calm: null, begun: since["begun"] });
  expect((await customers()).rows.map(({ name, nextStep }) => [name, nextStep?.since])).toEqual([
    ["Acme", since["Open"]],
    ["globex GmbH", since["old"]],
    ["Zeta", since["Zeta"]],
  ]);
});

test("the worker counts what a page would count, and repeating it changes nothing", async () => {
  const of = async () => {
    await database.pool("owner").query("update retention_progress set next_at = null where task = 'lists'");
    await database.pool("worker").query("select count_for_lists()");
    const stored = await inTransaction(support, storedCounts);
    const { rows } = await database.pool("owner").query("select worst, customers from customer_counts order by worst");
    const regions = await inTransaction(support, storedRegionCounts);
    return {
      counts: new Set(stored.counts.map((count) => JSON.stringify(count))),
      regions: regions.map(({ region, status, connections: n }) => `${region} ${status} ${n}`),
      rows,
    };
  };
  const first = await of();
  const live = await inTransaction(support, (tx) => staffConnectionCounts(tx, { regions: [], customerIds: [], tags: [], match: null }));
  expect(first.counts).toEqual(new Set(live.counts.map((count) => JSON.stringify({ ...count, regions: null }))));
  const byRegion = live.counts.flatMap(({ regions, status, connections: n }) =>
    (regions ?? []).map((region) => `${region} ${status} ${n}`),
  );
  expect(first.regions.toSorted()).toEqual(byRegion.toSorted());
  const { facets } = await customers();
  const listed = facets[0]?.options.flatMap(({ count }, worst) => (count === 0 ? [] : [{ worst, customers: count }]));
  expect(first.rows).toEqual(listed);
  expect(await of()).toEqual(first);
});

test("a new customer, and one that was suspended, has its place in the list at once", async () => {
  const operator: StaffActor = { ...support, role: "operator", userId: await arrangeStaff(database.pool("owner"), { role: "operator" }) };
  const fresh = await arrangeCustomer(database.pool("owner"), { name: "Fresh" });
  expect(await names({ status: "none" })).toEqual(["Fresh", "Zeta"]);
  await suspendCustomer(operator, fresh, "unpaid");
  expect(await names({ status: "suspended" })).toEqual(["Fresh"]);
  await arrangeConnection(database.pool("owner"), fresh, { name: "stopped" });
  const { rows } = await connections({ status: "disabled" });
  expect(rows.map(({ name, note, nextStep }) => [name, note, nextStep?.owner])).toEqual([
    ["stopped", "The customer is suspended", "Staff"],
  ]);
  await database.pool("owner").query("update customers set suspended_at = null where id = $1", [fresh]);
  expect(await names({ status: "connected" })).toEqual(["Fresh"]);
  await database.pool("owner").query("update connections set status = 'removed' where customer_id = $1", [fresh]);
});

test("a field that filters by customer suggests at most 20, by the beginning of their names", async () => {
  for (let n = 0; n < 21; n += 1) await arrangeCustomer(database.pool("owner"), { name: `Many ${n}` });
  const found = await findCustomers(support, " MANY ");
  expect(found).toHaveLength(20);
  expect(await findCustomers(support, "globex g")).toEqual([{ id: globex, name: "globex GmbH", connections: 2 }]);
});

test("each filter value shows as many connections as its number says, and a connection that was never verified has no result about weaknesses", async () => {
  const hours = [1, 3, 5, 7, 9, 11, 13, 20];
  const customer = await arrangeCustomer(database.pool("owner"), { name: "Aged" });
  for (const age of hours) {
    const { id } = await arrangeConnection(database.pool("owner"), customer, { name: `${age} hours` });
    await agedVerification(database.pool("admin"), customer, id, `${age} hours`);
  }
  await arrangeDraft(database.pool("owner"), customer, { name: "never" });
  const { facets } = await connections({ customer });
  for (const { id, options } of facets.filter((facet) => facet.id === "age" || facet.id === "weakness"))
    for (const { value, count } of options) expect([value, (await named({ customer, [id]: value })).length]).toEqual([value, count]);
  expect(await named({ customer, age: "2-4,14-24", sort: "name" })).toEqual(["20 hours", "3 hours"]);
  expect(await named({ customer, weakness: "none" })).not.toContain("never");
});
