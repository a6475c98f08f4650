import { afterAll, beforeAll, expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { UserId } from "#kernel/ids.ts";
import { accepted, type Portal, startPortal } from "#lib/connections/testing/portal.ts";
import { favoriteLogGroups, setFavorite } from "#lib/logs/groups/favorite-log-groups.ts";
import { removeSavedSearch, savedSearchesOfCustomer, saveSearch } from "./saved-searches-save.ts";

let portal: Portal;
beforeAll(async () => {
  portal = await startPortal({ url: "http://localhost:9", smtpUrl: "smtp://localhost:9" });
});
afterAll(() => portal.close());

const WORDS = { region: "eu-central-1", group: "/app/payments/api", q: '{ $.level = "error" }', range: "60m" };
const GROUP = { region: "eu-central-1", logGroup: "/app/payments/api", favorite: true };

async function colleagueOf(owner: CustomerActor): Promise<CustomerActor> {
  const { userId } = await portal.newOwner();
  await portal.db
    .pool("owner")
    .query("insert into memberships (customer_id, user_id, role) values ($1, $2, 'member')", [owner.customerId, userId]);
  return { ...owner, userId: UserId.parse(userId), role: "member" };
}

async function eventsOf(actor: CustomerActor): Promise<string[]> {
  const { rows } = await portal.db
    .pool("owner")
    .query<{ event: string }>("select event from audit_events where chain = $1 order by seq", [actor.customerId]);
  return rows.map(({ event }) => event);
}

test("neither a search nor a favorite can be saved for another customer's connection", async () => {
  const { connectionId } = await portal.newDraft(await portal.newOwner());
  const stranger = await portal.newOwner();
  expect(await saveSearch(stranger, { connectionId, name: "Errors", words: WORDS })).toMatchObject({ ok: false, code: "not-found" });
  expect(await setFavorite(stranger, { connectionId, ...GROUP })).toMatchObject({ ok: false, code: "not-found" });
});

test.each([
  ["without a name", "   "],
  ["with a name too long", "x".repeat(81)],
  ["with a line break in its name", "a\nb"],
])("a search %s is refused at the name", async (_what, name) => {
  const actor = await portal.newOwner();
  const { connectionId } = await portal.newDraft(actor);
  expect(await saveSearch(actor, { connectionId, name, words: WORDS })).toMatchObject({
    ok: false,
    code: "invalid",
    fields: { name: expect.any(String) },
  });
});

test("a name is unique for a connection, and a company can save at most 100 searches", async () => {
  const actor = await portal.newOwner();
  const { connectionId } = await portal.newDraft(actor);
  const save = (name: string) => saveSearch(actor, { connectionId, name, words: WORDS });
  accepted(await save("Errors"));
  expect(await save(" Errors ")).toMatchObject({ ok: false, code: "invalid" });
  for (let n = 2; n <= 100; n++) accepted(await save(`Search ${n}`));
  expect(await save("One more")).toMatchObject({ ok: false, code: "limited" });
});

test("a person can have at most 50 favorites", async () => {
  const actor = await portal.newOwner();
  const { connectionId } = await portal.newDraft(actor);
  for (let n = 1; n <= 50; n++) accepted(await setFavorite(actor, { connectionId, ...GROUP, logGroup: `/app/${n}` }));
  expect(await setFavorite(actor, { connectionId, ...GROUP })).toMatchObject({ ok: false, code: "limited" });
});

test("colleagues see a saved search and other customers do not; a member removes only their own, an owner any", async () => {
  const owner = await portal.newOwner();
  const member = await colleagueOf(owner);
  const { connectionId } = await portal.newDraft(owner);
  const kept = accepted(await saveSearch(owner, { connectionId, name: "Errors", words: WORDS }));
  expect(await savedSearchesOfCustomer(member)).toEqual([{ ...kept, removable: false }]);
  expect(await savedSearchesOfCustomer(await portal.newOwner())).toEqual([]);
  expect(await removeSavedSearch(await portal.newOwner(), kept.id)).toMatchObject({ ok: false, code: "not-found" });
  expect(await removeSavedSearch(member, kept.id)).toMatchObject({ ok: false, code: "not-found" });
  const own = accepted(await saveSearch(member, { connectionId, name: "Mine", words: WORDS }));
  expect(await removeSavedSearch(member, own.id)).toMatchObject({ ok: true });
  expect(await removeSavedSearch(owner, kept.id)).toMatchObject({ ok: true });
  expect(await savedSearchesOfCustomer(owner)).toEqual([]);
  expect((await eventsOf(owner)).filter((event) => event.startsWith("search."))).toEqual([
    "search.saved",
    "search.saved",
    "search.removed",
    "search.removed",
  ]);
});

test("a search stays when its creator is removed, and then only an owner can remove it", async () => {
  const owner = await portal.newOwner();
  const { connectionId } = await portal.newDraft(owner);
  const [leaver, stayer] = [await colleagueOf(owner), await colleagueOf(owner)];
  const { id } = accepted(await saveSearch(leaver, { connectionId, name: "Errors", words: WORDS }));
  await portal.db.pool("owner").query("delete from memberships where user_id = $1", [leaver.userId]);
  expect(await savedSearchesOfCustomer(stayer)).toEqual([{ id, connectionId, name: "Errors", words: WORDS, removable: false }]);
  expect(await removeSavedSearch(stayer, id)).toMatchObject({ ok: false, code: "not-found" });
  expect(await removeSavedSearch(owner, id)).toMatchObject({ ok: true });
});

test("each person has their own favorites, and removing one does not change those of a colleague", async () => {
  const owner = await portal.newOwner();
  const member = await colleagueOf(owner);
  const { connectionId } = await portal.newDraft(owner);
  for (const actor of [owner, owner, member]) accepted(await setFavorite(actor, { connectionId, ...GROUP }));
  accepted(await setFavorite(owner, { connectionId, ...GROUP, favorite: false }));
  expect(await favoriteLogGroups(owner, connectionId)).toEqual([]);
  expect(await favoriteLogGroups(member, connectionId)).toEqual([{ region: GROUP.region, logGroup: GROUP.logGroup }]);
});
