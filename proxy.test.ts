import { unstable_doesMiddlewareMatch } from "next/experimental/testing/server.js";
import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import nextConfig from "./next.config.ts";
import { config, proxy } from "./proxy.ts";

const PORTAL = "https://portal.example";
const respond = () => proxy(new NextRequest(`${PORTAL}/connections?x=1`));
const nonceOf = (policy: string | null) => /'nonce-([A-Za-z0-9+/=]{24})'/.exec(policy ?? "")?.[1];
const runsFor = (path: string, headers: Record<string, string> = {}) =>
  unstable_doesMiddlewareMatch({ config, nextConfig, url: PORTAL + path, headers });

test("every page has a content security policy with its own nonce, which Next.js receives too, and is never cached", () => {
  const [one, other] = [respond().headers, respond().headers];
  const nonces = [one, other].map((headers) => nonceOf(headers.get("content-security-policy")));
  expect(nonces[0]).toBeDefined();
  expect(nonces[0]).not.toBe(nonces[1]);
  expect(one.get("x-middleware-request-content-security-policy")).toBe(one.get("content-security-policy"));
  expect(one.get("cache-control")).toBe("no-store");
});

test("request headers for the policy or the requested path are overwritten", () => {
  const forged = { "content-security-policy": "script-src *", "x-middleware-request-content-security-policy": "script-src *" };
  const { headers } = proxy(new NextRequest(`${PORTAL}/connections?_rsc=abc`, { headers: forged }));
  expect(headers.get("x-middleware-request-content-security-policy")).toContain("'strict-dynamic'");
  expect(headers.get("x-middleware-request-x-asked-path")).toBe("/connections");
});

const PATHS = ["/", "/sign-in", "/connections/1/logs", "/api/auth/csrf", "/api/connections/1/download", "/admin", "/_next/data/x.json"];

test("the proxy runs for every page and route, and not for static files", () => {
  for (const path of PATHS) expect(runsFor(path), path).toBe(true);
  for (const path of ["/_next/static/chunks/a.js", "/fonts/a.woff2", "/icon.svg"]) expect(runsFor(path), path).toBe(false);
});

test("the proxy does not run for calls of server actions, whatever other headers they have", () => {
  for (const headers of [{}, { "content-length": "10000" }, { "transfer-encoding": "chunked" }])
    expect(runsFor("/connections", { "next-action": "40ab", ...headers }), JSON.stringify(headers)).toBe(false);
});

test("request bodies are limited, and no header names the framework", () => {
  expect(nextConfig.experimental).toMatchObject({ serverActions: { bodySizeLimit: "64kb" }, proxyClientMaxBodySize: "128kb" });
  expect(nextConfig.experimental?.serverActions).not.toHaveProperty("allowedOrigins");
  expect(nextConfig.poweredByHeader).toBe(false);
});

test("image optimization is off", () => {
  expect(nextConfig.images).toEqual({ unoptimized: true });
});
