import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { arrangeCustomer, arrangeMember } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { signInLinkToken } from "#kernel/people/sign-in-link.ts";
import { webEnv } from "#kernel/process/env.ts";
import { publicRoute } from "#lib/request/guards/public-route.ts";
import { APP_URL, setWebEnvironment } from "#lib/request/testing/set-web-environment.ts";
import { markedBrowser } from "./link-browser.ts";
import { confirmLinkViewOf, forLinkRequest } from "./mailed-link.ts";
import { signInConfig } from "./sign-in-config.ts";
import { LINK_COOKIE } from "./sign-in-cookies.ts";
import { signInService } from "./sign-in-service.ts";

// Replaces the Next.js request, which only a running server has; all code of the portal and the database are real.
const request = vi.hoisted(() => ({ cookies: {} as Record<string, string> }));
vi.mock("server-only", () => ({}));
vi.mock("next/headers", () => ({
  cookies: async () => ({ get: (name: string) => (request.cookies[name] ? { value: request.cookies[name] } : undefined) }),
}));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  setWebEnvironment(database.urls);
});
afterAll(() => database.drop());
beforeEach(() => {
  request.cookies = {};
});

/** Sends the form "Email me a link" of the sign-in page, with the anti-forgery token that Auth.js checks. */
async function askForLink(email: string, callbackUrl = "/connections") {
  const { browser, setCookie } = await markedBrowser();
  const { callbacks } = forLinkRequest(signInConfig(), browser);
  await callbacks?.redirect?.({ url: callbackUrl, baseUrl: APP_URL });
  const account = { providerAccountId: email, type: "email", provider: "email" } as const;
  const answer = await callbacks?.signIn?.({ user: { id: email, email }, account, email: { verificationRequest: true } });
  return { answer, value: new RegExp(`^${LINK_COOKIE.name}=([^;]+);`).exec(setCookie)?.[1] ?? "", setCookie };
}

/** An attacker's own account, the link mailed to them, and the cookie of the browser in which they requested it. */
async function linkOfAttacker() {
  const email = `attacker-${randomBytes(4).toString("hex")}@evil.example`;
  await arrangeMember(database.pool("owner"), await arrangeCustomer(database.pool("owner")), { email });
  const { value } = await askForLink(email);
  const { rows } = await database.pool("owner").query("select id from verification_tokens where identifier = $1", [email]);
  const query = { email, token: signInLinkToken(webEnv().authSecret, rows[0]?.id).reveal(), callbackUrl: "/connections" };
  return { email, query, cookie: value };
}

const callback = (method: string, query: Record<string, string>, headers: Record<string, string>) =>
  new Request(`${APP_URL}/api/auth/callback/email?${new URLSearchParams(query)}`, { method, headers });
const OURS = { host: "localhost:3000", origin: APP_URL, "sec-fetch-site": "same-origin", "x-sallyport-peer": "203.0.113.9" };
const PARAMS = { nextauth: ["callback", "email"] };
const answered = async (asked: Request) => {
  const response = await signInService(asked, PARAMS);
  const location = new URL(response.headers.get("location") ?? APP_URL);
  return {
    status: response.status,
    path: location.pathname,
    email: location.searchParams.get("email"),
    cookies: response.headers.getSetCookie(),
  };
};
const unused = async (email: string) =>
  (await database.pool("owner").query("select 1 from verification_tokens where identifier = $1 and used_at is null", [email])).rowCount;

describe("an attacker's link, opened in the victim's browser", () => {
  test.each([
    ["typed or from a mail", { "sec-fetch-site": "none" }],
    ["from another site", { "sec-fetch-site": "cross-site" }],
    ["from our own page, as through a return address", { "sec-fetch-site": "same-origin", origin: APP_URL }],
    ["by a browser that says nothing", {}],
  ])("by navigation, %s: it shows the page that names the account, and nothing happens", async (_name, headers) => {
    const { email, query } = await linkOfAttacker();
    expect(await answered(callback("GET", query, { ...OURS, ...headers }))).toEqual({
      status: 303,
      path: "/sign-in/confirm",
      email,
      cookies: [],
    });
    expect(await confirmLinkViewOf(query)).toMatchObject({ kind: "other-browser", email });
    expect(await unused(email)).toBe(1);
    expect((await database.pool("owner").query("select 1 from sessions")).rowCount).toBe(0);
  });

  test.each([
    ["no link's cookie", () => ""],
    ["another link's cookie", () => randomBytes(32).toString("base64url")],
    ["a cookie that is none", () => "x"],
  ])("by our own form without the confirmation, with %s: the same", async (_name, cookie) => {
    const { email, query } = await linkOfAttacker();
    request.cookies = { [LINK_COOKIE.name]: cookie() };
    expect(await answered(callback("POST", query, OURS))).toEqual({ status: 303, path: "/sign-in/confirm", email, cookies: [] });
    expect(await unused(email)).toBe(1);
  });

  test("by a form of another site with the confirmation parameter: refused because of its origin", async () => {
    const { email, query } = await linkOfAttacker();
    const route = publicRoute<typeof PARAMS>((context) => signInService(context.request, context.params));
    for (const headers of [{ ...OURS, origin: "https://evil.example" }, { ...OURS, "sec-fetch-site": "cross-site" }, { host: OURS.host }]) {
      const response = await route(callback("POST", { ...query, confirmed: "yes" }, headers), { params: Promise.resolve(PARAMS) });
      expect(response.status).toBe(403);
    }
    expect(await unused(email)).toBe(1);
  });

  test("the URL of the page cannot contain the confirmation", async () => {
    const { query } = await linkOfAttacker();
    const stray = await signInService(callback("GET", { ...query, confirmed: "yes" }, OURS), PARAMS);
    expect(stray.headers.get("location")).not.toContain("confirmed");
  });
});

test("the page in the requesting browser needs no confirmation, and says when a link has expired", async () => {
  const { email, query, cookie } = await linkOfAttacker();
  request.cookies = { [LINK_COOKIE.name]: cookie };
  const view = await confirmLinkViewOf(query);
  expect(view).toMatchObject({ kind: "same-browser", email, action: expect.not.stringContaining("confirmed") });
  expect(await confirmLinkViewOf({ ...query, token: "0".repeat(64) })).toEqual({ kind: "spent" });
  expect(await confirmLinkViewOf({ ...query, token: "short" })).toBeNull();
});

test("a browser keeps one cookie for the links that it requests, and its value is never sent to the database", async () => {
  const first = await askForLink("ada@acme.example");
  request.cookies = { [LINK_COOKIE.name]: first.value };
  expect((await askForLink("ada@acme.example")).value).toBe(first.value);
  expect(first.setCookie).toMatch(/^__Host-link=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=900; HttpOnly; Secure; SameSite=Lax$/);
  const { rows } = await database
    .pool("owner")
    .query("select distinct browser from verification_tokens where identifier = 'ada@acme.example'");
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(first.value);
});

test("every request for a link gets the same response and redirects only to a page of the portal", async () => {
  const known = (await linkOfAttacker()).email;
  for (const email of [known, "unknown@nowhere.example", "no address"])
    expect((await askForLink(email, "https://evil.example/")).answer).toBe(`${APP_URL}/api/auth/verify-request?provider=email&type=email`);
  const { rows } = await database
    .pool("owner")
    .query("select return_path from verification_tokens where identifier = 'unknown@nowhere.example'");
  expect(rows).toEqual([{ return_path: "/" }]);
});

test("the callback of an identity provider accepts no POST, and that of an unknown provider is not found", async () => {
  for (const [method, provider] of [
    ["POST", "oidc"],
    ["POST", "staff-oidc"],
    ["GET", "credentials"],
  ] as const)
    expect((await signInService(callback(method, {}, OURS), { nextauth: ["callback", provider] })).status).toBe(404);
});
