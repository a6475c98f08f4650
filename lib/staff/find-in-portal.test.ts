import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeDraft, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { type ArrangedConnection, arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { MOST_OF_KIND } from "#kernel/palette/palette-view.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { findForStaff } from "./find-in-portal.ts";

let database: TestDatabase;
let support: StaffActor;
let admin: StaffActor;
let north: CustomerId;
let staging: ArrangedConnection;

async function staffOf(role: StaffRole): Promise<StaffActor> {
  return { kind: "staff", role, userId: await arrangeStaff(database.pool("owner"), { role }) };
}

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff), worker: new Secret(database.urls.worker) });
  const db = database.pool("owner");
  support = await staffOf("support");
  admin = await staffOf("admin");
  north = await arrangeCustomer(db, { name: "Northwind Freight" });
  await arrangeCustomer(db, { name: "Northgate", suspended: true });
  const person = await arrangeMember(db, north, { email: "mara@northwind.example" });
  staging = await arrangeConnection(db, north, { name: "Staging", status: "quarantined" });
  const search = "insert into saved_searches (customer_id, connection_id, user_id, name, search) values ($1, $2, $3, 'north marker', $4)";
  await db.query(search, [north, staging.id, person, JSON.stringify({ region: "eu-central-1", group: "/north/marker" })]);
  await db.query("insert into favorite_log_groups values ($1, $2, $3, 'eu-central-1', '/north/marker')", [north, person, staging.id]);
  await database.pool("worker").query("select count_for_lists()");
});
afterAll(() => database.drop());

const find = (actor: StaffActor, text: string) => findForStaff(actor, { text, recent: [] });
const shown = async (text: string) => (await find(support, text)).matches.map((match) => `${match.kind}: ${match.text}`);

test("staff find no log group, no search and no query, and see no ARN, role ID or External ID", async () => {
  for (const text of ["north", "/north", "marker", staging.externalId, staging.run.roleId, "staging"]) {
    const found = JSON.stringify(await find(admin, text));
    expect(found).not.toMatch(/marker|arn:|AROA|sp-[0-9a-f]{8}|sealed/);
  }
});

test("support sees what operators can do, with the reason; an admin can do what the status allows", async () => {
  const acts = async (actor: StaffActor, text: string) =>
    Object.fromEntries((await find(actor, text)).acts.map((act) => [act.text, act.unavailable]));
  const role = "Requires the Operator or Admin role";
  expect(await acts(support, "northw")).toEqual({
    "Verify all connections of Northwind Freight": role,
    "Invite owner to Northwind Freight": role,
    "Suspend Northwind Freight": role,
    "Verify Northwind Freight / Staging": role,
    "Rotate External ID of Northwind Freight / Staging": role,
  });
  expect(await acts(admin, "northw")).toEqual({
    "Verify all connections of Northwind Freight": null,
    "Invite owner to Northwind Freight": null,
    "Suspend Northwind Freight": null,
    "Verify Northwind Freight / Staging": null,
    "Rotate External ID of Northwind Freight / Staging": null,
  });
  expect(await acts(admin, "rotate stag")).toEqual({ "Rotate External ID of Northwind Freight / Staging": null });
  expect(await acts(admin, "resume northg")).toEqual({ "Resume Northgate": null });
  expect(await acts(admin, "verify all connections of northg")).toEqual({
    "Verify all connections of Northgate": "The customer is suspended",
  });
});

test("customers and their connections are found by the beginning of a name, connections also by their own", async () => {
  expect(await shown("north")).toEqual(["customer: Northgate", "customer: Northwind Freight", "connection: Northwind Freight / Staging"]);
  expect(await shown("stag")).toEqual(["connection: Northwind Freight / Staging"]);
  expect(await shown("wind")).toEqual([]);
});

test("a connection is found by account ID, External ID, role ID and run ID, and a customer by an address of its people", async () => {
  for (const id of [staging.run.accountId, staging.externalId, staging.run.roleId, staging.run.id])
    expect(await shown(id)).toEqual(["connection: Northwind Freight / Staging", "customer: Northwind Freight"]);
  expect(await shown("mara@northwind.example")).toEqual([
    "customer: Northwind Freight",
    "connection: Northwind Freight / Staging",
    "person: mara@northwind.example",
  ]);
  expect((await find(support, "mara@")).matches).toMatchObject([
    { kind: "person", detail: "Owner, Northwind Freight", href: "/admin/people?q=mara%40northwind.example" },
  ]);
});

test("a customer shows how many connections it has and the worst of them, and whether it is suspended", async () => {
  const { matches } = await find(support, "north");
  expect(matches.map(({ detail, status }) => [detail, status]).slice(0, 2)).toEqual([
    ["0 connections", "suspended"],
    ["1 connection, worst: Quarantined", null],
  ]);
});

test("recent places are shown in their order, as far as they still exist", async () => {
  const gone = "01890a5d-ac96-774b-bcce-b302099a8057";
  const recent = [
    { kind: "connection", id: staging.id },
    { kind: "customer", id: gone },
    { kind: "customer", id: north },
  ] as const;
  expect((await findForStaff(support, { text: "", recent: [...recent] })).matches.map(({ id }) => id)).toEqual([staging.id, north]);
});

test("a person finds the shared views and their own, not those of a colleague, and sees them before they type", async () => {
  const other = await staffOf("operator");
  const save = (who: StaffActor, name: string, shared: boolean) =>
    database
      .pool("owner")
      .query("insert into staff_views (user_id, list, name, params, shared) values ($1, 'connections', $2, 'status=expired', $3)", [
        who.userId,
        name,
        shared,
      ]);
  await save(other, "Late ones", true);
  await save(support, "Late mine", false);
  await save(other, "Late theirs", false);
  expect(await shown("late")).toEqual(["saved-view: Late mine", "saved-view: Late ones"]);
  const { saved } = await findForStaff(support, { text: "", recent: [] });
  expect(saved.map(({ text, detail }) => [text, detail])).toEqual([
    ["Late mine", "Connections"],
    ["Late ones", "Connections"],
  ]);
  expect(saved[0]?.href).toMatch(/^\/admin\/connections\?status=expired&view=[0-9a-f-]{36}$/);
});

test("a name that is the text comes before many names with it as a later word, also for the actions", async () => {
  const db = database.pool("owner");
  for (const name of ["A Vega", "B Vega", "C Vega", "D Vega", "E Vega", "F Vega", "Vega"]) await arrangeCustomer(db, { name });
  const owner = await arrangeCustomer(db, { name: "Orchard" });
  for (const name of ["a-pine", "b-pine", "c-pine", "d-pine", "e-pine", "f-pine", "pine"]) await arrangeDraft(db, owner, { name });
  await database.pool("worker").query("select count_for_lists()");
  const customers = await find(admin, "vega");
  expect(customers.matches.slice(0, 3).map(({ text }) => text)).toEqual(["Vega", "A Vega", "B Vega"]);
  expect(customers.acts.map(({ text }) => text)).toContain("Suspend Vega");
  const connections = await find(admin, "pine");
  expect(connections.matches.map(({ text }) => text)).toEqual(
    ["pine", "a-pine", "b-pine", "c-pine", "d-pine"].map((name) => `Orchard / ${name}`),
  );
  expect(connections.acts.map(({ text }) => text)).toContain("Rotate External ID of Orchard / pine");
});

test("at most five customers and five connections are found", async () => {
  const db = database.pool("owner");
  for (let n = 0; n < 7; n++) await arrangeDraft(db, await arrangeCustomer(db, { name: `Many ${n}` }), { name: `Many ${n}` });
  await database.pool("worker").query("select count_for_lists()");
  const { matches } = await find(support, "many");
  const count = (kind: string) => matches.filter((match) => match.kind === kind).length;
  expect([count("customer"), count("connection")]).toEqual([MOST_OF_KIND, MOST_OF_KIND]);
});
