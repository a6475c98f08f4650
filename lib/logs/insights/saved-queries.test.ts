import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { accepted } from "#lib/connections/testing/portal.ts";
import { queriesWithFakeTime } from "#lib/logs/testing/query-fixture.ts";
import { REGION } from "#lib/logs/testing/verified-connection.ts";
import { changeSavedQuery, removeSavedQuery, savedQueriesFor, saveQuery } from "./saved-queries.ts";
import { ChangeQueryInput, SaveQueryInput } from "./shared/query-inputs.ts";
import { parametersOf } from "./shared/query-parameters.ts";
import type { SavedQueryView } from "./shared/query-view.ts";

const q = queriesWithFakeTime();
let member: CustomerActor;
beforeEach(async () => {
  await q.portal.meanwhile("delete from saved_queries", []);
  const userId = await arrangeMember(q.portal.db.pool("owner"), q.actor.customerId, { role: "member" });
  member = { ...q.actor, userId, role: "member" };
});
const input = (change: object = {}) => SaveQueryInput.parse({ name: "Newest", text: "fields @message", shared: false, ...change });
const names = async (actor: CustomerActor) => (await savedQueriesFor(actor)).map(({ name }) => name);

test("a text that could not run is refused at its field, and a name that is already in the folder at its own", async () => {
  expect(await saveQuery(q.actor, input({ text: "SOURCE '/x'" }))).toMatchObject({ ok: false, fields: { text: expect.any(String) } });
  accepted(await saveQuery(q.actor, input()));
  expect(await saveQuery(q.actor, input())).toMatchObject({ ok: false, fields: { name: expect.stringMatching(/already/) } });
  // Another folder, another person and the shared ones are other places.
  accepted(await saveQuery(q.actor, input({ folder: "Errors" })));
  accepted(await saveQuery(member, input()));
  accepted(await saveQuery(member, input({ shared: true })));
  expect(await saveQuery(q.actor, input({ shared: true }))).toMatchObject({ ok: false, fields: { name: expect.any(String) } });
});

test.each([
  { name: " " },
  { name: "x".repeat(81) },
  { name: "a\nb" },
  { folder: "x".repeat(81) },
  { text: " " },
  { text: "x".repeat(10_001) },
  { extra: 1 },
])("%j is not accepted", (change) => {
  expect(SaveQueryInput.safeParse({ name: "n", text: "limit 1", shared: false, ...change }).success).toBe(false);
});

test("log groups of another customer's connection can't be saved with a query", async () => {
  const stranger = await q.portal.newOwner();
  const target = { connectionId: q.queried.connection.connectionId, region: REGION, logGroups: ["/app/a"] };
  expect(await saveQuery(stranger, input({ target }))).toMatchObject({ ok: false, code: "not-found" });
});

test("nobody sees or removes a colleague's own query, not even an owner; another customer sees none", async () => {
  const { id } = accepted(await saveQuery(member, input({ name: "mine" })));
  accepted(await saveQuery(member, input({ name: "ours", shared: true })));
  const stranger = await q.portal.newOwner();
  expect([await names(q.actor), await names(member), await names(stranger)]).toEqual([["ours"], ["mine", "ours"], []]);
  for (const actor of [q.actor, stranger]) expect(await removeSavedQuery(actor, id)).toMatchObject({ ok: false, code: "not-found" });
});

test("a member removes their own shared query but not that of a colleague; an owner removes any shared one", async () => {
  const ofOwner = accepted(await saveQuery(q.actor, input({ name: "owner's", shared: true })));
  const ofMember = accepted(await saveQuery(member, input({ name: "member's", shared: true })));
  expect(await removeSavedQuery(member, ofOwner.id)).toMatchObject({ ok: false, code: "not-found" });
  expect((await savedQueriesFor(member)).map(({ removable }) => removable)).toEqual([true, false]);
  accepted(await removeSavedQuery(q.actor, ofMember.id));
  expect(await names(member)).toEqual(["owner's"]);
});

test("when a person leaves, their own queries are deleted and the shared ones stay", async () => {
  accepted(await saveQuery(member, input({ name: "mine" })));
  accepted(await saveQuery(member, input({ name: "ours", shared: true })));
  await q.portal.db.pool("owner").query("delete from memberships where user_id = $1", [member.userId]);
  const { rows } = await q.portal.db.pool("owner").query("select name, user_id from saved_queries");
  expect(rows).toEqual([{ name: "ours", user_id: null }]);
});

const change = (query: SavedQueryView, more: object = {}) =>
  ChangeQueryInput.parse({ id: query.id, revision: query.revision, folder: query.folder, name: query.name, shared: query.shared, ...more });

test("a member can't change a colleague's shared query, nor anybody one of another customer: it is not found, and stays", async () => {
  const query = accepted(await saveQuery(q.actor, input({ name: "owner's", shared: true })));
  const stranger = await q.portal.newOwner();
  for (const actor of [member, stranger])
    expect(await changeSavedQuery(actor, change(query, { name: "taken" }))).toMatchObject({ ok: false, code: "not-found" });
  const ofMember = accepted(await saveQuery(member, input({ name: "mine" })));
  expect(await changeSavedQuery(q.actor, change(ofMember, { name: "taken" }))).toMatchObject({ ok: false, code: "not-found" });
  expect(await changeSavedQuery(q.actor, change({ ...query, id: randomUUID() }))).toMatchObject({ ok: false, code: "not-found" });
  expect([await names(q.actor), await names(member)]).toEqual([["owner's"], ["mine", "owner's"]]);
});

test("an owner renames a colleague's shared query, but can't take it from the others", async () => {
  const query = accepted(await saveQuery(member, input({ name: "ours", shared: true })));
  expect(await changeSavedQuery(q.actor, change(query, { shared: false }))).toMatchObject({
    code: "not-allowed",
    fields: { shared: expect.any(String) },
  });
  expect(accepted(await changeSavedQuery(q.actor, change(query, { name: "theirs" })))).toMatchObject({
    name: "theirs",
    own: false,
    removable: true,
  });
});

test("a change is refused at its field for a name of another query in the folder, and for a text that can't run", async () => {
  accepted(await saveQuery(q.actor, input({ name: "first" })));
  const second = accepted(await saveQuery(q.actor, input({ name: "second" })));
  expect(await changeSavedQuery(q.actor, change(second, { name: "first" }))).toMatchObject({
    fields: { name: expect.stringMatching(/already/) },
  });
  expect(await changeSavedQuery(q.actor, change(second, { text: "SOURCE '/x'" }))).toMatchObject({ fields: { text: expect.any(String) } });
  expect(ChangeQueryInput.safeParse({ ...change(second), name: " " }).success).toBe(false);
  expect(ChangeQueryInput.safeParse({ ...change(second), text: Array.from({ length: 21 }, (_, n) => `{{p${n}}}`).join() }).success).toBe(
    false,
  );
});

test("of two changes of the same query the second is refused, so that nobody overwrites a colleague's change without knowing it", async () => {
  const query = accepted(await saveQuery(q.actor, input({ name: "shared", shared: true })));
  const changed = accepted(await changeSavedQuery(q.actor, change(query, { text: "limit 2" })));
  expect(changed).toMatchObject({ text: "limit 2", revision: 2 });
  expect(await changeSavedQuery(q.actor, change(query, { text: "limit 3" }))).toMatchObject({ ok: false, code: "conflict" });
  accepted(await changeSavedQuery(q.actor, change(changed, { text: "limit 3" })));
});

test("a query is renamed, moved, shared and made private by its author, and the audit log says so", async () => {
  const query = accepted(await saveQuery(member, input({ name: "mine" })));
  const shared = accepted(await changeSavedQuery(member, change(query, { name: "ours", folder: "Errors", shared: true })));
  expect((await savedQueriesFor(q.actor)).map(({ name, folder, own }) => [name, folder, own])).toEqual([["ours", "Errors", false]]);
  accepted(await changeSavedQuery(member, change(shared, { shared: false })));
  expect(await names(q.actor)).toEqual([]);
  const text =
    "select event, attributes->>'shared' as shared from audit_events where chain = $1 and event like 'query.%' order by seq desc limit 2";
  const { rows } = await q.portal.db.pool("owner").query(text, [q.actor.customerId]);
  expect(rows).toEqual([
    { event: "query.changed", shared: "no" },
    { event: "query.changed", shared: "yes" },
  ]);
});

test("the parameters of a query are found once each; behind a backslash that escapes it, a brace begins none", () => {
  expect(parametersOf("a = '{{service}}' and b = {{ level }} and c = '{{service}}' and d = '{{1x}}' and e = '{{}}'")).toEqual([
    "service",
    "level",
  ]);
  expect(parametersOf("'\\{{x}}' '\\\\{{y}}'")).toEqual(["y"]);
});
