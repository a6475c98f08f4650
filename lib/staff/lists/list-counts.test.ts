import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { staffConnectionCounts, storedRegionCounts } from "#db/queries/staff/connection-counts.ts";
import { staffSearch } from "#db/queries/staff/staff-search.ts";
import { arrangeCustomer, arrangeDraft, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { agedVerification, arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { findAudit } from "#lib/staff/find-audit.ts";
import { AUDIT_LIST } from "#lib/staff/shared/audit-view.ts";
import { CONNECTION_LIST, CUSTOMER_LIST } from "#lib/staff/shared/list-view.ts";
import { countConnectionViews, listFleetConnections } from "./list-connections.ts";
import { countCustomerViews, listCustomers } from "./list-customers.ts";

let database: TestDatabase;
let support: StaffActor;
let acme: CustomerId;
let globex: CustomerId;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff), worker: new Secret(database.urls.worker) });
  const db = database.pool("owner");
  support = { kind: "staff", role: "support", userId: await arrangeStaff(db, { role: "support" }) };
  acme = await arrangeCustomer(db, { name: "Acme" });
  globex = await arrangeCustomer(db, { name: "globex GmbH" });
  await arrangeConnection(db, acme, { name: "calm" });
  await arrangeConnection(db, acme, { name: "Open", status: "quarantined" });
  await arrangeDraft(db, globex, { name: "begun", regions: ["us-east-1"] });
  const old = await arrangeConnection(db, globex, { name: "old" });
  await agedVerification(database.pool("admin"), globex, old.id, "30 hours");
  await database.pool("worker").query("select count_for_lists()");
});
afterAll(() => database.drop());

const connections = (params: Record<string, string> = {}) => listFleetConnections(support, readListQuery(CONNECTION_LIST, params));
const customers = (params: Record<string, string> = {}) => listCustomers(support, readListQuery(CUSTOMER_LIST, params));
const names = async (params: Record<string, string> = {}) => (await customers(params)).rows.map(({ name }) => name);

test("a search that finds more customers or connections than it follows says so; a name finds all customers in their own list", async () => {
  const db = database.pool("owner");
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query("insert into customers (id, name) select new_id(), 'Chain ' || n from generate_series(1, 201) n");
  await admin.query(
    "insert into customer_summaries (customer_id, sort_name, worst) select id, lower(name), 7 from customers where name like 'Chain %'",
  );
  await admin.query(
    `insert into connections (customer_id, name, regions, external_id_id, status) select id, 'shop', '{eu-central-1}', gen_random_uuid(), 'draft'
       from customers where name like 'Chain %'`,
  );
  admin.release(true);
  expect((await connections({ q: "globex" })).notice).toBeNull();
  const found = await connections({ q: "CHAIN" });
  expect([found.total, found.notice]).toEqual([
    200,
    expect.stringMatching(
      /^More than 200 customers have .* “CHAIN”\. Of these customers, the list shows only the connections of the first 200\./,
    ),
  ]);
  const listed = await customers({ q: "chain" });
  expect([listed.total, listed.notice]).toEqual([201, null]);
  const audit = await findAudit(support, readListQuery(AUDIT_LIST, { q: "chain" }));
  expect(audit.list.notice).toMatch(/only the events of the first 50/);
  // Chosen, a customer that the search of all leaves out is found: the last in alphabetical order.
  const { rows } = await db.query<{ id: string }>("select id from customers where name like 'Chain %' order by lower(name) desc limit 1");
  const customer = rows[0]?.id ?? "";
  const chosen = await connections({ q: "CHAIN", customer });
  expect([chosen.total, chosen.notice]).toEqual([1, null]);
  const events = await findAudit(support, readListQuery(AUDIT_LIST, { q: "chain", customer }));
  expect([events.list.names["customer"], events.list.notice]).toEqual([{ [customer]: "Chain 99" }, null]);
  const owner = await arrangeMember(db, globex, { email: "owner@chain.example" });
  await db.query("insert into memberships (customer_id, user_id, role) select id, $1, 'owner' from customers where name like 'Chain %'", [
    owner,
  ]);
  const search = (customers: readonly string[]) =>
    inTransaction(support, (tx) => staffSearch(tx, support, "owner@chain.example", customers));
  const first = await search([]);
  const others = await db.query<{ id: string }>("select customer_id as id from memberships where user_id = $1 and customer_id <> all($2)", [
    owner,
    first.customerIds,
  ]);
  const ids = others.rows.map(({ id }) => id);
  expect([first.areCustomersCut, ids.length]).toEqual([true, 2]);
  const theirs = await search(ids);
  expect([theirs.areCustomersCut, theirs.customerIds.toSorted()]).toEqual([false, ids.toSorted()]);
  await db.query("update connections set status = 'removed' where name = 'shop'");
});

test("a customer that is suspended while the worker counts stays suspended in the list", async () => {
  const racing = await arrangeCustomer(database.pool("owner"), { name: "Racing" });
  await arrangeConnection(database.pool("owner"), racing, { name: "connected meanwhile" });
  await database.pool("owner").query("update retention_progress set next_at = null where task = 'lists'");
  const suspension = await database.pool("owner").connect();
  await suspension.query("begin");
  await suspension.query("update customers set suspended_at = now() where id = $1", [racing]);
  const counted = database.pool("worker").query("select count_for_lists()");
  const waits = "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and query like '%count_for_lists%'";
  await expect.poll(async () => (await database.pool("admin").query(waits)).rows[0]?.n).toBe(1);
  await suspension.query("commit");
  suspension.release();
  await counted;
  expect(await names({ status: "suspended" })).toEqual(["Racing"]);
});

test("after an upgrade the migration lists every customer as the worker would, before it has counted", async () => {
  const of = async () => (await database.pool("owner").query("select * from customer_summaries order by customer_id")).rows;
  await database.pool("owner").query("update retention_progress set next_at = null where task = 'lists'");
  await database.pool("worker").query("select count_for_lists()");
  const counted = await of();
  const migration = readFileSync(new URL("../../../db/migrations/0013_people_runs_and_views.sql", import.meta.url), "utf8");
  const [statement = ""] = /insert into customer_summaries[^;]*;/.exec(migration) ?? [];
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query("delete from customer_summaries");
  admin.release(true);
  expect(await names()).toEqual([]);
  await database.pool("owner").query(statement);
  expect(await of()).toEqual(counted);
});

test("connections are counted by Region and by chosen customer, with all other filters", async () => {
  const regionsOf = async (params: Record<string, string>) =>
    (await connections(params)).facets.find(({ id }) => id === "region")?.options.filter(({ count }) => count !== 0);
  expect(await regionsOf({ customer: globex })).toEqual([
    { value: "eu-central-1", label: "eu-central-1", count: 1 },
    { value: "us-east-1", label: "us-east-1", count: 1 },
  ]);
  expect(await regionsOf({ customer: globex, status: "draft", region: "eu-central-1" })).toEqual([
    { value: "us-east-1", label: "us-east-1", count: 1 },
  ]);
  const chosen = (await connections({ customer: `${acme},${globex}`, status: "quarantined" })).facets.find(({ id }) => id === "customer");
  expect(chosen).toMatchObject({
    isSearched: true,
    options: [
      { label: "Acme", count: 1 },
      { label: "globex GmbH", count: 0 },
    ],
  });
  expect((await connections({ region: "us-east-1" })).total).toBe(1);
});

test("a view of a list has its number of rows, unless its filters are not counted", async () => {
  expect(await countConnectionViews(support, ["status=quarantined", "status=draft%2Cexpired", "q=x", "region=us-east-1"])).toEqual([
    1,
    2,
    null,
    null,
  ]);
  const [all, worst, searched] = await countCustomerViews(support, ["", "status=quarantined", "q=x"]);
  expect([(all ?? 0) > 200, worst, searched]).toEqual([true, 1, null]);
});

test("customers and connections are filtered by a tag, and each tag has its number of customers", async () => {
  const db = database.pool("owner");
  await db.query("insert into customer_tags (customer_id, tag) values ($1, 'enterprise'), ($1, 'emea'), ($2, 'emea')", [acme, globex]);
  const tagsOf = async (params: Record<string, string>) =>
    (await customers(params)).facets.find(({ id }) => id === "tag")?.options.map(({ value, count }) => `${value} ${count}`);
  expect(await tagsOf({})).toEqual(["emea 2", "enterprise 1"]);
  const labeled = (await customers({ columns: "tags" })).rows.filter(({ tags }) => tags.length > 0);
  expect(Object.fromEntries(labeled.map(({ id, tags }) => [id, tags]))).toEqual({ [acme]: ["emea", "enterprise"], [globex]: ["emea"] });
  expect(await tagsOf({ status: "quarantined", tag: "lost" })).toEqual(["emea 1", "enterprise 1", "lost null"]);
  expect(await names({ tag: "emea" })).toEqual(["Acme", "globex GmbH"]);
  expect(await customers({ tag: "enterprise", status: "quarantined" })).toMatchObject({ total: 1, rows: [{ name: "Acme" }] });
  expect(await names({ tag: "enterprise", q: "glob" })).toEqual([]);
  const offered = (await connections()).facets.find(({ id }) => id === "tag");
  expect(offered?.options.map(({ value }) => value)).toEqual(["emea", "enterprise"]);
  const tagged = await connections({ tag: "enterprise" });
  expect([tagged.rows.map(({ name }) => name), tagged.total]).toEqual([["Open", "calm"], 2]);
  expect((await connections({ tag: "none of all" })).rows).toEqual([]);
});

test("numbers that were counted only in part are not shown, and every tag is still offered", async () => {
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query("insert into customers (id, name) select new_id(), 'Large ' || n from generate_series(1, 10001) n");
  await admin.query(
    "insert into customer_summaries (customer_id, sort_name, worst) select id, lower(name), 7 from customers where name like 'Large %'",
  );
  await admin.query("insert into customer_tags (customer_id, tag) select id, 'large' from customers where name like 'Large %'");
  await admin.query("insert into customer_tags (customer_id, tag) values ($1, 'one-of-a-kind')", [globex]);
  await admin.query(
    `insert into connections (customer_id, name, regions, external_id_id, status) select id, 'l', '{eu-central-1}', gen_random_uuid(), 'draft'
       from customers where name like 'Large %'`,
  );
  admin.release(true);
  const tagged = await customers({ tag: "large" });
  expect([tagged.total, tagged.isMore, tagged.all]).toEqual([10_000, true, 0]);
  expect((await customers({ tag: "large", status: "none" })).total).toBeNull();
  expect(new Set(tagged.facets.flatMap(({ options }) => options.map(({ count }) => count)))).toEqual(new Set([null]));
  expect(tagged.facets.find(({ id }) => id === "tag")?.options.map(({ value }) => value)).toContain("one-of-a-kind");
  expect(await customers({ q: "large" })).toMatchObject({ total: 1000, isMore: true });

  await database.pool("owner").query("update retention_progress set next_at = null where task = 'lists'");
  await database.pool("worker").query("select count_for_lists()");
  for (const params of [{ tag: "large" }, { tag: "large", region: "eu-central-1" }, { q: "l" }]) {
    const found = await connections(params);
    expect([found.isMore, found.all], JSON.stringify(params)).toEqual([true, 0]);
    const regions = found.facets.find(({ id }) => id === "region")?.options;
    expect(regions, JSON.stringify(params)).toEqual(["eu-central-1", "us-east-1"].map((value) => ({ value, label: value, count: null })));
  }
  const counted = await inTransaction(support, (tx) =>
    staffConnectionCounts(tx, { regions: ["eu-central-1"], customerIds: [], tags: [], match: null }),
  );
  expect(counted.regions).toEqual(await inTransaction(support, storedRegionCounts));
  // Of one large Region the worker has counted the connections with each status.
  const large = await connections({ region: "eu-central-1" });
  expect([large.total, large.isMore, large.countedAt]).toEqual([expect.any(Number), false, expect.any(Number)]);
  expect(large.total).toBeGreaterThan(10_000);
  expect((await connections({ region: "eu-central-1", status: "draft" })).total).toBeGreaterThan(10_000);
  expect((await connections({ region: "eu-central-1", access: "query" })).total).toBeNull();
  expect(large.facets.find(({ id }) => id === "access")?.options[0]?.count).toBeNull();
  const region = (await connections({})).facets.find(({ id }) => id === "region");
  expect(region?.options[0]).toMatchObject({ value: "eu-central-1", count: expect.any(Number) });
});
