import Module from "node:module";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { arrangeCustomer, arrangeMember } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { signInLinkToken } from "#kernel/people/sign-in-link.ts";
import { webEnv } from "#kernel/process/env.ts";
import { APP_URL, setWebEnvironment } from "#lib/request/testing/set-web-environment.ts";
import { signInService } from "./sign-in-service.ts";

// Replaces the Next.js request, which only a running server has; the sign-in library and all code of the portal are real.
const browser = vi.hoisted(() => ({ jar: new Map<string, string>() }));
const framework = vi.hoisted(() => ({
  headers: async () => new Headers({ host: "localhost:3000" }),
  cookies: async () => ({
    get: (name: string) => (browser.jar.has(name) ? { name, value: browser.jar.get(name) } : undefined),
    getAll: () => [...browser.jar].map(([name, value]) => ({ name, value })),
  }),
}));
vi.mock("server-only", () => ({}));
vi.mock("next/headers", () => framework);
// The library is CommonJS and loads Next.js with require, which the mock above does not replace.
const loader = Module as unknown as { _load(id: string, ...rest: unknown[]): unknown };
const load = loader._load;

let database: TestDatabase;
beforeAll(async () => {
  loader._load = (id, ...rest) => (id === "next/headers" ? framework : load.call(loader, id, ...rest));
  database = await createTestDatabase();
  setWebEnvironment(database.urls);
});
afterAll(async () => {
  loader._load = load;
  await database.drop();
});
beforeEach(() => browser.jar.clear());

/** Sends one request of this browser, which stores the cookies of the response. */
async function ask(method: "GET" | "POST", path: string, form?: Record<string, string>): Promise<Response> {
  const headers = { origin: APP_URL, "sec-fetch-site": "same-origin", "x-sallyport-peer": "203.0.113.5" };
  const body = form === undefined ? {} : { body: new URLSearchParams(form) };
  const request = new NextRequest(`${APP_URL}/api/auth/${path}`, { method, headers, ...body });
  const response = await signInService(request, { nextauth: new URL(request.url).pathname.split("/").slice(3) });
  for (const cookie of response.headers.getSetCookie()) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    browser.jar.set(name, decodeURIComponent(value));
  }
  return response;
}

async function requestLink(email: string): Promise<unknown> {
  const { csrfToken } = (await (await ask("GET", "csrf")).json()) as { csrfToken: string };
  return (await ask("POST", "signin/email", { email, csrfToken, json: "true", callbackUrl: "/logs" })).json();
}

/** The callback URL of the link that was mailed last. */
async function mailed(email: string): Promise<string> {
  const { rows } = await database.pool("owner").query("select id, return_path from verification_tokens where identifier = $1", [email]);
  const { id, return_path: callbackUrl } = rows.at(-1);
  return `callback/email?${new URLSearchParams({ callbackUrl, token: signInLinkToken(webEnv().authSecret, id).reveal(), email })}`;
}

async function member(name: string): Promise<string> {
  const email = `${name}@acme.example`;
  await arrangeMember(database.pool("owner"), await arrangeCustomer(database.pool("owner")), { email });
  return email;
}

const sessionsOf = async (email: string) =>
  (await database.pool("owner").query("select s.provider from sessions s join users u on u.id = s.user_id where u.email = $1", [email]))
    .rows;

test("in the browser that requested it, a link begins one session, which stores the sign-in method, and redirects back", async () => {
  const email = await member("ada");
  const known = await requestLink(email);
  const link = await mailed(email);
  expect((await ask("GET", link)).headers.get("location")).toContain("/sign-in/confirm?");
  expect(await sessionsOf(email)).toEqual([]);
  const arrived = await ask("POST", link, {});
  expect(arrived.headers.get("location")).toBe(`${APP_URL}/logs`);
  expect(browser.jar.get("__Host-session")).toBeTruthy();
  expect(await sessionsOf(email)).toEqual([{ provider: "email" }]);
  expect((await ask("POST", link, {})).headers.get("location")).toContain("error=Verification");
  expect(await sessionsOf(email)).toHaveLength(1);
  expect(await requestLink("nobody@nowhere.example")).toEqual(known);
});

test("in another browser it begins a session only after the account is confirmed", async () => {
  const email = await member("attacker");
  await requestLink(email);
  const link = await mailed(email);
  browser.jar.clear();
  expect((await ask("POST", link, {})).headers.get("location")).toContain(`/sign-in/confirm?`);
  expect([await sessionsOf(email), browser.jar.has("__Host-session")]).toEqual([[], false]);
  expect((await ask("POST", `${link}&confirmed=yes`, {})).headers.get("location")).toBe(`${APP_URL}/logs`);
  expect(await sessionsOf(email)).toEqual([{ provider: "email" }]);
});

test("a link of an unknown address begins no session", async () => {
  await requestLink("stranger@nowhere.example");
  const link = await mailed("stranger@nowhere.example");
  expect((await ask("POST", link, {})).headers.get("location")).toContain("error=AccessDenied");
  expect(browser.jar.has("__Host-session")).toBe(false);
});
