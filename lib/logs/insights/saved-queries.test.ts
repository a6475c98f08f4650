import { beforeEach, expect, test } from "vitest";
import { arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { accepted } from "#lib/connections/testing/portal.ts";
import { queriesWithFakeTime } from "#lib/logs/testing/query-fixture.ts";
import { REGION } from "#lib/logs/testing/verified-connection.ts";
import { queryHistory, removeSavedQuery, savedQueriesFor, saveQuery } from "./saved-queries.ts";
import { SaveQueryInput } from "./shared/query-inputs.ts";
import { parametersOf, withParameters } from "./shared/query-parameters.ts";

const q = queriesWithFakeTime();
let member: CustomerActor;
beforeEach(async () => {
  await q.portal.meanwhile("delete from saved_queries", []);
  const userId = await arrangeMember(q.portal.db.pool("owner"), q.actor.customerId, { role: "member" });
  member = { ...q.actor, userId, role: "member" };
});
const input = (change: object = {}) => SaveQueryInput.parse({ name: "Newest", text: "fields @message", shared: false, ...change });
const names = async (actor: CustomerActor) => (await savedQueriesFor(actor)).map(({ name }) => name);
const now = () => q.portal.pass("0 s").then(async () => (await q.portal.db.pool("owner").query("select now()")).rows[0].now as Date);

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

test("the history has the person's own queries of 30 days, with duration, bytes and cost; colleagues don't see it", async () => {
  q.write(q.group, ["one"]);
  await q.run();
  const [entry, ...others] = await queryHistory(q.actor, await now());
  expect(others).toEqual([]);
  expect(entry).toMatchObject({
    state: "complete",
    durationMs: 0,
    matchedRecords: 1,
    hasResult: true,
    text: expect.stringContaining("@message"),
  });
  expect(entry?.cost).toBeCloseTo(((entry?.scannedBytes ?? 0) / 1e9) * 0.0063);
  expect(await queryHistory(member, await now())).toEqual([]);
  await q.portal.pass("7 days");
  expect((await queryHistory(q.actor, await now()))[0]).toMatchObject({ hasResult: false });
  await q.portal.pass("23 days 1 s");
  expect(await queryHistory(q.actor, await now())).toEqual([]);
});

test("parameters are found once each and replaced by their values; what is no parameter stays", () => {
  const text = "filter a = '{{service}}' and b = {{ level }} and c = '{{service}}' and d = '{{1x}}' and e = '{{}}'";
  expect(parametersOf(text)).toEqual(["service", "level"]);
  expect(withParameters(text, { service: "$&{{level}}" })).toBe(
    "filter a = '$&{{level}}' and b = {{ level }} and c = '$&{{level}}' and d = '{{1x}}' and e = '{{}}'",
  );
  expect(withParameters("{{constructor}}", {})).toBe("{{constructor}}");
});
