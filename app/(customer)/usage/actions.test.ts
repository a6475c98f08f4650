import { beforeEach, expect, test, vi } from "vitest";
import { POST } from "#app/api/connections/[id]/query/estimate/route.ts";
import { arrangeMember, arrangeSession } from "#db/testing/arrange.ts";
import { accepted, type Portal } from "#lib/connections/testing/portal.ts";
import { HOUR, queriesForFile, T0 } from "#lib/logs/testing/query-fixture.ts";
import { REGION } from "#lib/logs/testing/verified-connection.ts";
import { SESSION_COOKIE } from "#lib/request/sign-in/sign-in-cookies.ts";
import { APP_URL } from "#lib/request/testing/set-web-environment.ts";
import { setQueryThreshold } from "./actions.ts";

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
  request.headers = new Headers({
    host: "localhost:3000",
    origin: APP_URL,
    "sec-fetch-site": "same-origin",
    "content-type": "application/json",
  });
  request.token = "";
});
const enter = async (userId = q.actor.userId) => {
  request.token = (await arrangeSession(q.portal.db.pool("owner"), userId)).token;
};
const threshold = (bytes: number | null = 1_000_000) => setQueryThreshold({ connectionId: q.queried.connection.connectionId, bytes });
async function estimate(change: Readonly<Record<string, unknown>> = {}, id: string = q.queried.connection.connectionId) {
  const body = JSON.stringify({ region: REGION, logGroups: [q.group], from: T0, to: T0 + HOUR, ...change });
  const url = `${APP_URL}/api/connections/${id}/query/estimate`;
  const answer = await POST(new Request(url, { method: "POST", headers: request.headers, body }), { params: Promise.resolve({ id }) });
  return { status: answer.status, body: await answer.json() };
}

test("without a session there is neither an estimate nor a threshold, and AWS is not called", async () => {
  const before = q.sandbox.state.callLog.last;
  expect(await threshold()).toMatchObject({ ok: false, code: "signed-out" });
  expect(await estimate()).toMatchObject({ status: 401, body: { code: "signed-out" } });
  expect(q.calls(before)).toEqual([]);
});

test("a page of another site gets no estimate and sets no threshold", async () => {
  await enter();
  request.headers.set("sec-fetch-site", "cross-site");
  request.headers.set("origin", "https://elsewhere.example");
  const before = q.sandbox.state.callLog.last;
  expect(await threshold()).toMatchObject({ code: "cross-site" });
  expect(await estimate()).toMatchObject({ status: 403, body: { code: "cross-site" } });
  expect(q.calls(before)).toEqual([]);
});

test("a person of another customer finds no connection, and a member sets no threshold", async () => {
  await enter((await q.portal.newOwner()).userId);
  expect(await estimate()).toMatchObject({ status: 404, body: { code: "not-found" } });
  expect(await estimate({}, "no-id")).toMatchObject({ status: 404 });
  expect(await threshold()).toMatchObject({ code: "not-found" });
  await enter(await arrangeMember(q.portal.db.pool("owner"), q.actor.customerId, { role: "member" }));
  expect(await threshold()).toMatchObject({ code: "not-allowed" });
});

test("an estimate is refused at the field for another Region, a log group outside the scope, and a range that is none", async () => {
  await enter();
  expect(await estimate({ region: "us-east-1" })).toMatchObject({ status: 400 });
  expect(await estimate({ logGroups: ["/other"] })).toMatchObject({ status: 400, body: { fields: { logGroups: expect.any(String) } } });
  expect(await estimate({ logGroups: [] })).toMatchObject({ status: 400, body: { fields: { logGroups: expect.any(String) } } });
  expect(await estimate({ from: T0 + 1, to: T0 })).toMatchObject({ status: 400, body: { fields: { from: expect.any(String) } } });
  expect(await estimate({ connectionId: q.queried.connection.connectionId })).toMatchObject({ status: 400 });
});

test("an owner gets an estimate with the threshold that they set; a member gets it too", async () => {
  await enter();
  accepted(await threshold(2_000_000));
  const answer = { status: 200, body: { thresholdBytes: 2_000_000, estimate: { basedOn: 0 }, cheaper: null } };
  expect(await estimate()).toMatchObject(answer);
  await enter(await arrangeMember(q.portal.db.pool("owner"), q.actor.customerId, { role: "member" }));
  const before = q.sandbox.state.callLog.last;
  expect(await estimate()).toMatchObject(answer);
  // The sizes of all log groups are one call, which is free.
  expect(q.calls(before).filter((call) => !call.startsWith("AssumeRole"))).toEqual(["DescribeLogGroups ok"]);
  await enter();
  accepted(await threshold(null));
});
