import { createHash, createPublicKey, randomBytes, verify } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Route } from "#sandbox/aws/protocol/router.ts";
import { identityProviderRoutes } from "./identity-provider-routes.ts";

const PORTAL = "http://localhost:3000";
let server: Server;
let issuer: string;

beforeAll(async () => {
  let route: Route | undefined;
  server = createServer((req, res) => void route?.(req, res, new URL(req.url ?? "/", "http://localhost")));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://localhost:${(server.address() as AddressInfo).port}/idp`;
  route = await identityProviderRoutes({ issuer, portalUrl: PORTAL });
});

afterAll(() => server.close());

/** A minimal browser: keeps cookies by path and does not follow redirects. */
function browser() {
  const cookies = new Map<string, { value: string; path: string }>();
  return async (url: string, form?: Record<string, string>): Promise<Response> => {
    const { pathname } = new URL(url);
    const cookie = [...cookies].filter(([, { path }]) => pathname.startsWith(path)).map(([name, { value }]) => `${name}=${value}`);
    const headers = { cookie: cookie.join("; ") };
    const response = await fetch(url, {
      redirect: "manual",
      headers,
      ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      const path = /path=([^;]+)/i.exec(set)?.[1] ?? "/";
      if (value === "") cookies.delete(name);
      else cookies.set(name, { value, path });
    }
    return response;
  };
}

const located = (response: Response, from: string) => new URL(response.headers.get("location") ?? "", from).href;
const codeVerifier = randomBytes(32).toString("base64url");

function authorizeUrl(more: Record<string, string> = {}): string {
  const url = new URL(`${issuer}/auth`);
  const challenge = createHash("sha256").update(codeVerifier).digest("base64url");
  const fixed = {
    client_id: "sallyport",
    response_type: "code",
    scope: "openid email profile",
    redirect_uri: `${PORTAL}/api/auth/callback/oidc`,
  };
  url.search = new URLSearchParams({
    ...fixed,
    state: "s",
    nonce: "n",
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...more,
  }).toString();
  return url.href;
}

/** Starts a sign-in and returns the URL of the sign-in page. */
async function begin(go: ReturnType<typeof browser>): Promise<string> {
  return located(await go(authorizeUrl()), issuer);
}

async function signIn(go: ReturnType<typeof browser>, form: Record<string, string>): Promise<URL> {
  const page = await begin(go);
  expect((await go(page)).status).toBe(200);
  const resume = located(await go(page, form), page);
  return new URL(located(await go(resume), resume));
}

async function claimsOf(callback: URL): Promise<Record<string, unknown>> {
  const body = { grant_type: "authorization_code", code: callback.searchParams.get("code") ?? "", code_verifier: codeVerifier };
  const headers = { authorization: `Basic ${btoa("sallyport:sandbox-oidc-secret")}` };
  const redirect = { redirect_uri: `${PORTAL}/api/auth/callback/oidc` };
  const response = await fetch(`${issuer}/token`, { method: "POST", headers, body: new URLSearchParams({ ...body, ...redirect }) });
  const { id_token: token } = (await response.json()) as { id_token: string };
  const [head = "", payload = "", signature = ""] = token.split(".");
  const { keys } = (await fetch(`${issuer}/jwks`).then((keySet) => keySet.json())) as { keys: [{ kty: string }] };
  const key = createPublicKey({ key: keys[0], format: "jwk" });
  expect(verify("sha256", Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, "base64url"))).toBe(true);
  return JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
}

test("rejects a sign-in without PKCE", async () => {
  const url = new URL(authorizeUrl());
  url.searchParams.delete("code_challenge");
  url.searchParams.delete("code_challenge_method");
  const back = new URL(located(await browser()(url.href), issuer));
  expect([back.origin, back.searchParams.get("error")]).toEqual([PORTAL, "invalid_request"]);
});

test("rejects a redirect URI that is not of the portal", async () => {
  const response = await browser()(authorizeUrl({ redirect_uri: "http://evil.example/api/auth/callback/oidc" }));
  expect([response.status, response.headers.get("location")]).toEqual([400, null]);
});

test("rejects a sign-in that was started in another browser", async () => {
  const page = await begin(browser());
  expect((await browser()(page, { person: "owner@acme.example" })).status).toBe(400);
});

test("rejects an invalid email address", async () => {
  const go = browser();
  const page = await begin(go);
  expect((await go(page, { email: "<script>" })).status).toBe(400);
});

test("an unverified address has email_verified false", async () => {
  const claims = await claimsOf(await signIn(browser(), { email: "Someone@Elsewhere.example" }));
  expect(claims).toMatchObject({ email: "someone@elsewhere.example", email_verified: false });
});

test("canceling the sign-in returns access_denied to the portal", async () => {
  const back = await signIn(browser(), { cancel: "yes" });
  expect(back.searchParams.get("error")).toBe("access_denied");
});

test("the sign-in page is shown every time, and a person keeps the same sub", async () => {
  const go = browser();
  const first = await claimsOf(await signIn(go, { person: "owner@acme.example" }));
  const second = await claimsOf(await signIn(go, { person: "owner@acme.example" }));
  const other = await claimsOf(await signIn(go, { person: "owner@globex.example" }));
  expect(first).toMatchObject({
    iss: issuer,
    aud: "sallyport",
    nonce: "n",
    email: "owner@acme.example",
    email_verified: true,
    name: "Ada Owner",
  });
  expect(second["sub"]).toBe(first["sub"]);
  expect(other["sub"]).not.toBe(first["sub"]);
});

test("the page has one button for each person, named by the email address", async () => {
  const go = browser();
  const html = await (await go(await begin(go))).text();
  const names = [...html.matchAll(/<button name="person" value="([^"]+)">([^<]+)<\/button>/g)].map(([, value, name]) => [value, name]);
  const people = [
    "owner@acme.example",
    "member@acme.example",
    "owner@globex.example",
    "support@partner.example",
    "operator@partner.example",
    "admin@partner.example",
  ];
  expect(names).toEqual(people.map((email) => [email, email]));
});

test("the discovery document has the endpoints under the base path", async () => {
  const found = (await fetch(`${issuer}/.well-known/openid-configuration`).then((response) => response.json())) as Record<string, string>;
  expect(found).toMatchObject({
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
  });
});
