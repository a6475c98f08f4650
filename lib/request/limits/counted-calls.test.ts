import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { ReactElement, ReactNode } from "react";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { arrangeCustomer, arrangeMember, arrangeSession, arrangeStaff } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { ok } from "#kernel/result.ts";
import { customerAction } from "#lib/request/guards/customer-action.ts";
import { customerPage } from "#lib/request/guards/customer-page.ts";
import { customerRoute } from "#lib/request/guards/customer-route.ts";
import { publicPage } from "#lib/request/guards/public-page.ts";
import { publicRoute } from "#lib/request/guards/public-route.ts";
import { staffAction } from "#lib/request/guards/staff-action.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { createHttpServer } from "#lib/request/http-server/http-server.ts";
import { SESSION_COOKIE } from "#lib/request/sign-in/sign-in-cookies.ts";
import { customerStream } from "#lib/request/streams/customer-stream.ts";
import { watchResponses } from "#lib/request/streams/node-responses.ts";
import { APP_URL, setWebEnvironment } from "#lib/request/testing/set-web-environment.ts";
import { CALLS_PER_MINUTE, type CallKind } from "./call-limits.ts";

// Replaces the Next.js request, which only a running server has; all code of the portal, the counter and the database are real.
const request = vi.hoisted(() => ({ headers: new Headers(), token: "" }));
vi.mock("server-only", () => ({}));
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => ({ get: (name: string) => (name === SESSION_COOKIE && request.token ? { value: request.token } : undefined) }),
}));

/** One hundredth of every limit, so that tests can exceed each. */
const FACTOR = 0.01;
const OURS = { host: "localhost:3000", origin: APP_URL, "sec-fetch-site": "same-origin" };

let database: TestDatabase;
let people = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  process.env["CALLS_PER_MINUTE_FACTOR"] = String(FACTOR);
  setWebEnvironment(database.urls);
});
afterAll(() => database.drop());
beforeEach(() => {
  request.headers = new Headers(OURS);
  request.token = "";
});

/** Makes a person without earlier calls, on a network without earlier calls, the requester of the following calls. */
async function asSomebodyNew(who: "member" | "staff" | "anybody"): Promise<void> {
  people += 1;
  request.headers = new Headers({ ...OURS, "x-sallyport-peer": `203.0.113.${people}` });
  const owner = database.pool("owner");
  if (who === "anybody") return;
  const person = who === "staff" ? await arrangeStaff(owner) : await arrangeMember(owner, await arrangeCustomer(owner));
  request.token = (await arrangeSession(owner, person)).token;
}

const WAIT = /^Too many requests\. Try again in [0-9]+ seconds?\.$/;
const input = z.object({ id: z.string() });
const onPage = { params: Promise.resolve({}), searchParams: Promise.resolve({}) };
const asked = (query = "") => new Request(`${APP_URL}/x${query}`, { headers: request.headers });
type Called = "answered" | "limited";

/** The page that replaces a limited page and says how long to wait. */
function ofPage(shown: ReactNode): Called {
  if (shown === "shown") return "answered";
  const { children } = (shown as ReactElement<{ children: ReactElement<{ children: string }>[] }>).props;
  expect(children[1]?.props.children).toMatch(/within one minute\. Try again in [0-9]+ seconds?\.$/);
  return "limited";
}

async function ofRoute(answer: Response): Promise<Called> {
  if (answer.status !== 429) return "answered";
  const body = (await answer.json()) as { code: string; message: string };
  expect(body).toMatchObject({ code: "limited", message: expect.stringMatching(WAIT) });
  expect(body.message).toContain(` ${answer.headers.get("retry-after")} second`);
  return "limited";
}

function ofAction(result: { ok: boolean; code?: string; message?: string }): Called {
  if (result.code !== "limited") return "answered";
  expect(result.message).toMatch(WAIT);
  return "limited";
}

const act = customerAction(input, async () => ok(1));
const staffAct = staffAction("try-staff", ["admin"], input, async () => ok(1));
const page = customerPage(async () => "shown");
const staffsPage = staffPage(undefined, async () => "shown");
const anybodysPage = publicPage(async () => "shown");
const file = customerRoute(undefined, async () => new Response("bytes"));
const stream = customerStream(z.strictObject({ short: z.literal("1") }), async () => new Response("bytes"), { isShort: () => true });
const anybodysRoute = publicRoute(async () => new Response("bytes"));

const CALLS: readonly (readonly [kind: CallKind, who: "member" | "staff" | "anybody", call: () => Promise<Called>])[] = [
  ["actions", "member", async () => ofAction(await act({ id: "x" }))],
  ["staffActions", "staff", async () => ofAction(await staffAct({ id: "x" }))],
  ["pages", "member", async () => ofPage(await page(onPage))],
  ["staffPages", "staff", async () => ofPage(await staffsPage(onPage))],
  ["publicPages", "anybody", async () => ofPage(await anybodysPage(onPage))],
  ["files", "member", async () => ofRoute(await file(asked(), onPage))],
  ["streams", "member", async () => ofRoute(await stream(asked("?short=1"), onPage))],
  ["publicRoutes", "anybody", async () => ofRoute(await anybodysRoute(asked(), onPage))],
];

test("every kind of call is tested here", () => {
  expect(CALLS.map(([kind]) => kind).sort()).toEqual(Object.keys(CALLS_PER_MINUTE).sort());
});

test.each(CALLS)("%s: only a requester who exceeds the limit has to wait", async (kind, who, call) => {
  await asSomebodyNew(who);
  const most = Math.round(CALLS_PER_MINUTE[kind] * FACTOR);
  for (let n = 0; n < most; n++) expect(await call()).toBe("answered");
  expect(await call()).toBe("limited");
  await asSomebodyNew(who);
  expect(await call()).toBe("answered");
});

test("calls of a person without permission are counted too, before the attempt is recorded", async () => {
  await asSomebodyNew("member");
  const codes = [];
  for (let n = 0; n < 8; n++) codes.push((await staffAct({ id: "x" })).ok || ((await staffAct({ id: "x" })) as { code: string }).code);
  expect(codes).toEqual(["not-found", "not-found", "not-found", "limited", "limited", "limited", "limited", "limited"]);
  await asSomebodyNew("staff");
  for (let n = 0; n < 3; n++) await expect(page(onPage)).rejects.toThrow("404");
  expect(ofPage(await page(onPage))).toBe("limited");
});

test("a health check is never refused, and cross-site requests are not counted for the person", async () => {
  const health = publicRoute(async () => new Response("ok"), { uncounted: true });
  await asSomebodyNew("member");
  for (let n = 0; n < 30; n++) expect((await health(asked(), onPage)).status).toBe(200);
  const ours = request.headers;
  request.headers = new Headers({ host: "localhost:3000", origin: "https://evil.example" });
  for (let n = 0; n < 30; n++) expect(await act({ id: "x" })).toMatchObject({ code: "cross-site" });
  request.headers = ours;
  expect(await act({ id: "x" })).toMatchObject({ ok: true });
});

test("a limited page has the status 429 and says when to come back, but the page in the answer to an action keeps its status", async () => {
  watchResponses();
  await asSomebodyNew("member");
  // Ours, since it removes internal headers, among which is the one that names the response.
  const server = createHttpServer(async (incoming, response) => {
    request.headers = new Headers(incoming.headers as Exclude<IncomingHttpHeaders, "set-cookie"> & Record<string, string>);
    response.end(ofPage(await page(onPage)));
  }).listen(0, "localhost");
  await once(server, "listening");
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const action = { method: "POST", headers: { "next-action": "x" } };
  for (let n = 0; n < 5; n++) expect(await (await fetch(url, action)).text()).toBe("answered");
  for (let n = 0; n < 3; n++) expect(await (await fetch(url)).text()).toBe("answered");
  const limited = await fetch(url, { headers: { "next-action": "x" } });
  expect([limited.status, await limited.text()]).toEqual([429, "limited"]);
  expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await fetch(url, action)).status).toBe(200);
  server.close();
});
