import { randomUUID } from "node:crypto";
import { beforeEach, expect, test, vi } from "vitest";
import { arrangeMember, arrangeSession } from "#db/testing/arrange.ts";
import { accepted, type Portal } from "#lib/connections/testing/portal.ts";
import { HOUR, queriesForFile, T0 } from "#lib/logs/testing/query-fixture.ts";
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
const extent = () => ({
  ...{ connectionId: q.queried.connection.connectionId, region: REGION, logGroups: [q.group], from: T0, to: T0 + HOUR },
});
const all = () => [
  actions.estimateQuery(extent()),
  actions.openQueryRecord({ connectionId: q.queried.connection.connectionId, queryId: randomUUID(), pointer: "x" }),
  actions.setQueryThreshold({ connectionId: q.queried.connection.connectionId, bytes: 1_000_000 }),
  actions.saveQuery({ name: "n", text: "limit 1", shared: false }),
  actions.removeSavedQuery({ id: randomUUID() }),
];

test("nobody without a session may use any of them, and AWS is not called", async () => {
  const before = q.sandbox.state.callLog.last;
  for (const answer of await Promise.all(all())) expect(answer).toMatchObject({ ok: false, code: "signed-out" });
  expect(q.calls(before)).toEqual([]);
});

test("a member of another customer finds no connection, and a member who is no owner sets no threshold", async () => {
  await enter((await q.portal.newOwner()).userId);
  expect(await actions.estimateQuery(extent())).toMatchObject({ ok: false, code: "not-found" });
  expect(await actions.setQueryThreshold({ connectionId: extent().connectionId, bytes: 1_000_000 })).toMatchObject({ code: "not-found" });
  await enter(await arrangeMember(q.portal.db.pool("owner"), q.actor.customerId, { role: "member" }));
  expect(await actions.setQueryThreshold({ connectionId: extent().connectionId, bytes: 1_000_000 })).toMatchObject({ code: "not-allowed" });
});

test("an owner gets an estimate with the threshold that they set, and saves and removes a query", async () => {
  await enter();
  accepted(await actions.setQueryThreshold({ connectionId: extent().connectionId, bytes: 2_000_000 }));
  expect(accepted(await actions.estimateQuery(extent()))).toMatchObject({ thresholdBytes: 2_000_000, estimate: { basedOn: 0 } });
  const { id } = accepted(await actions.saveQuery({ name: "Newest", text: "limit 1", shared: true }));
  accepted(await actions.removeSavedQuery({ id }));
});
