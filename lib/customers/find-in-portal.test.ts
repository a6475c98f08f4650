import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeDraft, arrangeMember } from "#db/testing/arrange.ts";
import { type ArrangedConnection, arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { CustomerActor, MemberRole } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { PaletteInput } from "#kernel/palette/palette-input.ts";
import { MOST_ACTS, MOST_OF_KIND, type PaletteRecent } from "#kernel/palette/palette-view.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { findInPortal } from "./find-in-portal.ts";

let database: TestDatabase;
let owner: CustomerActor;
let member: CustomerActor;
let stranger: CustomerActor;
let production: ArrangedConnection;
let foreign: { readonly connection: string; readonly search: string; readonly query: string };
let own: { readonly search: string; readonly query: string };

async function actorOf(customerId: CustomerId, role: MemberRole): Promise<CustomerActor> {
  return { kind: "customer", customerId, role, userId: await arrangeMember(database.pool("owner"), customerId, { role }) };
}

/** Saves a search and a query of this person, both named "Errors", in a connection. */
async function saveBoth({ customerId, userId }: CustomerActor, connectionId: string, shared: boolean) {
  const db = database.pool("owner");
  const group = "/app/payments/api";
  const search = await db.query(
    "insert into saved_searches (customer_id, connection_id, user_id, name, search) values ($1, $2, $3, 'Errors', $4) returning id",
    [customerId, connectionId, userId, JSON.stringify({ region: "eu-central-1", group, q: "ERROR" })],
  );
  const query = await db.query(
    `insert into saved_queries (customer_id, user_id, shared, folder, name, query_text, connection_id, region, log_groups)
     values ($1, $2, $3, 'Daily', 'Errors', 'fields @message | limit 1', $4, 'eu-central-1', $5) returning id`,
    [customerId, userId, shared, connectionId, [group]],
  );
  return { search: String(search.rows[0]?.id), query: String(query.rows[0]?.id) };
}

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ app: new Secret(database.urls.app) });
  const db = database.pool("owner");
  const [acme, globex] = [await arrangeCustomer(db, { name: "Acme" }), await arrangeCustomer(db, { name: "Globex" })];
  owner = await actorOf(acme, "owner");
  member = await actorOf(acme, "member");
  stranger = await actorOf(globex, "owner");
  production = await arrangeConnection(db, acme, { name: "Production" });
  await arrangeDraft(db, acme, { name: "Preview" });
  await arrangeConnection(db, acme, { name: "Gone production", status: "removed" });
  own = await saveBoth(owner, production.id, true);
  const theirs = await arrangeConnection(db, globex, { name: "Production of Globex" });
  foreign = { connection: theirs.id, ...(await saveBoth(stranger, theirs.id, true)) };
});
afterAll(() => database.drop());

const find = (actor: CustomerActor, text: string, recent: readonly PaletteRecent[] = []) =>
  findInPortal(actor, { text, recent: [...recent] });
const shown = async (actor: CustomerActor, text: string) =>
  (await find(actor, text)).matches.map((match) => `${match.kind}: ${match.text}`);

test("another customer's connections, log groups, searches and queries are never found, by name or by ID", async () => {
  for (const text of ["globex", "production of globex", foreign.connection, "/app", "errors"]) {
    const found = JSON.stringify(await find(owner, text));
    for (const id of Object.values(foreign)) expect(found).not.toContain(id);
  }
  const recent: PaletteRecent[] = [
    { kind: "connection", id: foreign.connection },
    { kind: "saved-search", id: foreign.search },
    { kind: "saved-query", id: foreign.query },
  ];
  expect((await find(stranger, "", recent)).matches.map(({ id }) => id)).toEqual(Object.values(foreign));
  expect(JSON.stringify(await find(owner, "", recent))).not.toMatch(new RegExp(Object.values(foreign).join("|")));
});

test("what a colleague saved only for themself is not found", async () => {
  await database
    .pool("owner")
    .query("insert into saved_queries (customer_id, user_id, shared, name, query_text) values ($1, $2, false, 'Private', 'x')", [
      owner.customerId,
      owner.userId,
    ]);
  expect(await shown(member, "private")).toEqual([]);
  expect(await shown(owner, "private")).toEqual(["saved-query: Private"]);
});

test("a removed connection is not found, nor what was saved in it", async () => {
  expect(await shown(owner, "gone")).toEqual([]);
});

test("text that is too long, an ID that is none and more than eight recent places are invalid; a NUL character is left out", () => {
  const parses = (raw: unknown) => PaletteInput.safeParse(raw).success;
  const place = { kind: "connection", id: production.id };
  expect(parses({ text: "x".repeat(101), recent: [] })).toBe(false);
  expect(parses({ text: "", recent: [{ ...place, id: "1" }] })).toBe(false);
  expect(parses({ text: "", recent: [{ ...place, kind: "log-group" }] })).toBe(false);
  expect(parses({ text: "", recent: Array(9).fill(place) })).toBe(false);
  expect(PaletteInput.parse({ text: " a\0b ", recent: [place] })).toEqual({ text: "ab", recent: [place] });
});

test("a member sees what only owners can do, with the reason, and an owner can do it", async () => {
  const acts = async (actor: CustomerActor) =>
    Object.fromEntries((await find(actor, "production")).acts.map(({ text, unavailable }) => [text, unavailable]));
  expect(await acts(member)).toEqual({
    "Browse logs of Production": null,
    "Verify Production": "Only owners can do this",
    "Rotate External ID of Production": "Only owners can do this",
    "Rename Production": "Only owners can do this",
    "Disable Production": "Only owners can do this",
    "Remove Production": "Only owners can do this",
  });
  expect(new Set(Object.values(await acts(owner)))).toEqual(new Set([null]));
});

test("an action that the status does not allow has its reason, and a suspended company can do nothing", async () => {
  expect((await find(owner, "rotate preview")).acts).toEqual([
    expect.objectContaining({ text: "Rotate External ID of Preview", unavailable: "Not verified yet" }),
  ]);
  const suspend = (at: string) =>
    database.pool("owner").query(`update customers set suspended_at = ${at} where id = $1`, [owner.customerId]);
  await suspend("now()");
  const { acts } = await find(owner, "production");
  await suspend("null");
  expect(new Set(acts.map(({ unavailable }) => unavailable))).toEqual(new Set(["Your company is suspended"]));
});

test("connections are found by a part of the name, by account ID and by External ID", async () => {
  for (const text of ["DUCT", production.run.accountId, production.externalId])
    expect((await shown(owner, text)).filter((line) => line.startsWith("connection"))).toEqual(["connection: Production"]);
  expect((await shown(owner, "pr")).slice(0, 2)).toEqual(["connection: Preview", "connection: Production"]);
});

test("a word for an action lists that action of each connection, and other words choose the connection", async () => {
  const texts = async (text: string) => (await find(owner, text)).acts.map((act) => act.text);
  expect(await texts("rename")).toEqual(["Rename Preview", "Rename Production"]);
  expect(await texts("prod rena")).toEqual(["Rename Production"]);
});

test("log groups are those of favorites and of what was saved, and link to their page", async () => {
  await database
    .pool("owner")
    .query("insert into favorite_log_groups values ($1, $2, $3, 'eu-central-1', '/app/checkout')", [
      owner.customerId,
      owner.userId,
      production.id,
    ]);
  expect(await shown(owner, "/app")).toEqual(["log-group: /app/checkout", "log-group: /app/payments/api"]);
  expect(await shown(member, "/app")).toEqual(["log-group: /app/payments/api"]);
  const [group] = (await find(owner, "checkout")).matches;
  expect(group?.href).toBe(`/connections/${production.id}/logs?region=eu-central-1&group=%2Fapp%2Fcheckout`);
});

test("saved searches and queries open as they were saved, the query in the fragment", async () => {
  const { matches } = await find(owner, "errors");
  expect(matches.map(({ id, href }) => [id, href])).toEqual([
    [own.search, `/connections/${production.id}/logs?q=ERROR&group=%2Fapp%2Fpayments%2Fapi&region=eu-central-1`],
    [
      own.query,
      `/connections/${production.id}/query?region=eu-central-1&groups=%2Fapp%2Fpayments%2Fapi#query=fields%20%40message%20%7C%20limit%201`,
    ],
  ]);
});

test("what was saved is listed before a person types, without what they opened last", async () => {
  const savedIds = async (recent: readonly PaletteRecent[]) => (await find(owner, "", recent)).saved.map(({ id }) => id);
  expect(await savedIds([])).toEqual(expect.arrayContaining([own.search, own.query]));
  expect(await savedIds([{ kind: "saved-search", id: own.search }])).not.toContain(own.search);
});

test("at most five of a kind and six actions are found, whatever the text", async () => {
  const acme = await arrangeCustomer(database.pool("owner"));
  const busy = await actorOf(acme, "owner");
  for (let n = 0; n < 8; n++) await arrangeDraft(database.pool("owner"), acme, { name: `Stage ${n}` });
  const found = await find(busy, "stage");
  expect([found.matches.length, (await find(busy, "remove")).acts.length]).toEqual([MOST_OF_KIND, MOST_ACTS]);
});
