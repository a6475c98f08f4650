import { randomUUID } from "node:crypto";
import { beforeEach, expect, test, vi } from "vitest";
import { arrangeMember, arrangeSession } from "#db/testing/arrange.ts";
import { accepted, type Portal } from "#lib/connections/testing/portal.ts";
import { queriesForFile } from "#lib/logs/testing/query-fixture.ts";
import { REGION } from "#lib/logs/testing/verified-connection.ts";
import { SESSION_COOKIE } from "#lib/request/sign-in/sign-in-cookies.ts";
import { APP_URL } from "#lib/request/testing/set-web-environment.ts";
import * as actions from "./actions.ts";

// Replaces the Next.js request, which only a running server has; all code of the portal and the database are real.
const request = vi.hoisted(() => ({ headers: new Headers(), token: "" }));
vi.mock("server-only", () => ({}));
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => ({ get: (name: string) => (name === SESSION_COOKIE && request.token ? { value: request.token } : undefined) }),
}));

const q = queriesForFile();
beforeEach(() => {
  Object.assign(process.env, (q.portal as Portal).webEnvironment);
  request.headers = new Headers({ host: "localhost:3000", origin: APP_URL, "sec-fetch-site": "same-origin" });
  request.token = "";
});
const enter = async (userId = q.actor.userId) => {
  request.token = (await arrangeSession(q.portal.db.pool("owner"), userId)).token;
};
const member = () => arrangeMember(q.portal.db.pool("owner"), q.actor.customerId, { role: "member" });
const groups = () => ({ connectionId: q.queried.connection.connectionId, region: REGION, logGroups: [q.group] });
const query = (name: string, shared: boolean) => ({ name, text: "limit 1", shared });

test("nobody without a session may use any of them, and AWS is not called", async () => {
  const before = q.sandbox.state.callLog.last;
  const all = [
    ...[actions.listSavedQueries({}), actions.saveQuery(query("n", false)), actions.removeSavedQuery({ id: randomUUID() })],
    actions.changeSavedQuery({ id: randomUUID(), revision: 1, name: "n", shared: false }),
    ...[actions.listQueryHistory({ cursor: null, find: "" }), actions.deleteQueryHistory({}), actions.checkLogGroups(groups())],
  ];
  for (const answer of await Promise.all(all)) expect(answer).toMatchObject({ ok: false, code: "signed-out" });
  expect(q.calls(before)).toEqual([]);
});

test("a request of another site changes nothing", async () => {
  await enter();
  request.headers.set("origin", "https://evil.example");
  request.headers.set("sec-fetch-site", "cross-site");
  expect(await actions.deleteQueryHistory({})).toMatchObject({ ok: false, code: "cross-site" });
});

test("a member of another customer learns nothing of a connection's log groups", async () => {
  await enter((await q.portal.newOwner()).userId);
  const before = q.sandbox.state.callLog.last;
  expect(await actions.checkLogGroups(groups())).toMatchObject({ ok: false, code: "not-found" });
  expect(q.calls(before)).toEqual([]);
});

test("a member can't change or remove a colleague's query, which answers as one that doesn't exist", async () => {
  await enter();
  const { id, revision } = accepted(await actions.saveQuery(query("Ours", true)));
  await enter(await member());
  for (const target of [id, randomUUID()]) {
    expect(await actions.changeSavedQuery({ id: target, revision, name: "Mine", shared: true })).toMatchObject({ code: "not-found" });
    expect(await actions.removeSavedQuery({ id: target })).toMatchObject({ code: "not-found" });
  }
  expect(accepted(await actions.listSavedQueries({}))).toMatchObject([{ name: "Ours", removable: false }]);
});

test("a person saves, changes, lists and removes a query, and has a history", async () => {
  await enter();
  const { id, revision } = accepted(await actions.saveQuery(query("Newest", false)));
  accepted(await actions.changeSavedQuery({ id, revision, name: "New", folder: "F", shared: false }));
  expect(accepted(await actions.listSavedQueries({})).filter((each) => each.id === id)).toMatchObject([{ name: "New", folder: "F" }]);
  accepted(await actions.removeSavedQuery({ id }));
  expect(accepted(await actions.listQueryHistory({ cursor: null, find: "" })).queries).toEqual([]);
  expect(accepted(await actions.deleteQueryHistory({}))).toEqual({ deleted: 0 });
  expect(accepted(await actions.checkLogGroups(groups()))).toEqual({ outside: [], missing: [] });
});
