import { NextRequest } from "next/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { securityHeaders } from "#lib/request/security-headers.ts";
import nextConfig from "./next.config.ts";
import { config, proxy } from "./proxy.ts";

const APP_URL = "https://portal.example";
beforeEach(() => void vi.stubEnv("APP_URL", APP_URL));
afterEach(() => void vi.unstubAllEnvs());

const answer = (path = "/connections?x=1") => proxy(new NextRequest(APP_URL + path)).headers;
const nonceOf = (policy: string | null) => /'nonce-([A-Za-z0-9+/=]{24})'/.exec(policy ?? "")?.[1];

test("every answer has each of our headers, and a content policy with a nonce of its own that the page is told too", () => {
  const [one, other] = [answer(), answer()];
  for (const [name, value] of securityHeaders(APP_URL)) expect(one.get(name), name).toBe(value);
  const nonces = [one, other].map((headers) => nonceOf(headers.get("content-security-policy")));
  expect(nonces[0]).toBeDefined();
  expect(nonces[0]).not.toBe(nonces[1]);
  expect(one.get("x-middleware-request-content-security-policy")).toBe(one.get("content-security-policy"));
});

test("what a request says of the nonce or of the place it asked for is written over", () => {
  const forged = { "content-security-policy": "script-src *", "x-middleware-request-content-security-policy": "script-src *" };
  const { headers } = proxy(new NextRequest(`${APP_URL}/connections?_rsc=abc`, { headers: forged }));
  expect(headers.get("x-middleware-request-content-security-policy")).toContain("'strict-dynamic'");
});

test("no page and no route goes past it: files that are the same for everybody alone do", () => {
  const [matcher = ""] = config.matcher;
  const passes = (path: string) => new RegExp(`^${matcher}$`).test(path);
  for (const path of [
    "/",
    "/sign-in",
    "/connections/1/logs",
    "/api/auth/csrf",
    "/api/connections/1/download",
    "/admin",
    "/_next/data/x.json",
  ])
    expect(passes(path), path).toBe(true);
  for (const path of ["/_next/static/chunks/a.js", "/fonts/a.woff2", "/icon.svg"]) expect(passes(path), path).toBe(false);
});

test("a body is cut off long before it could fill a process, and nobody is told what serves it", () => {
  expect(nextConfig.experimental).toMatchObject({ serverActions: { bodySizeLimit: "64kb" }, proxyClientMaxBodySize: "128kb" });
  expect(nextConfig.experimental?.serverActions).not.toHaveProperty("allowedOrigins");
  expect(nextConfig.poweredByHeader).toBe(false);
});
