import { unstable_doesMiddlewareMatch } from "next/experimental/testing/server.js";
import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import nextConfig from "./next.config.ts";
import { config, proxy } from "./proxy.ts";

const PORTAL = "https://portal.example";
const answer = () => proxy(new NextRequest(`${PORTAL}/connections?x=1`));
const nonceOf = (policy: string | null) => /'nonce-([A-Za-z0-9+/=]{24})'/.exec(policy ?? "")?.[1];
const passes = (path: string, headers: Record<string, string> = {}) =>
  unstable_doesMiddlewareMatch({ config, nextConfig, url: PORTAL + path, headers });

test("every page has a content policy with a nonce of its own that the page is told too, and is kept nowhere", () => {
  const [one, other] = [answer().headers, answer().headers];
  const nonces = [one, other].map((headers) => nonceOf(headers.get("content-security-policy")));
  expect(nonces[0]).toBeDefined();
  expect(nonces[0]).not.toBe(nonces[1]);
  expect(one.get("x-middleware-request-content-security-policy")).toBe(one.get("content-security-policy"));
  expect(one.get("cache-control")).toBe("no-store");
});

test("what a request says of the nonce or of the place it asked for is written over", () => {
  const forged = { "content-security-policy": "script-src *", "x-middleware-request-content-security-policy": "script-src *" };
  const { headers } = proxy(new NextRequest(`${PORTAL}/connections?_rsc=abc`, { headers: forged }));
  expect(headers.get("x-middleware-request-content-security-policy")).toContain("'strict-dynamic'");
  expect(headers.get("x-middleware-request-x-asked-path")).toBe("/connections");
});

const PATHS = ["/", "/sign-in", "/connections/1/logs", "/api/auth/csrf", "/api/connections/1/download", "/admin", "/_next/data/x.json"];

test("no page and no route goes past it: files that are the same for everybody alone do", () => {
  for (const path of PATHS) expect(passes(path), path).toBe(true);
  for (const path of ["/_next/static/chunks/a.js", "/fonts/a.woff2", "/icon.svg"]) expect(passes(path), path).toBe(false);
});

test("a call of an action goes past it, whatever else it says", () => {
  for (const headers of [{}, { "content-length": "10000" }, { "transfer-encoding": "chunked" }])
    expect(passes("/connections", { "next-action": "40ab", ...headers }), JSON.stringify(headers)).toBe(false);
});

test("a body is cut off long before it could fill a process, and nobody is told what serves it", () => {
  expect(nextConfig.experimental).toMatchObject({ serverActions: { bodySizeLimit: "64kb" }, proxyClientMaxBodySize: "128kb" });
  expect(nextConfig.experimental?.serverActions).not.toHaveProperty("allowedOrigins");
  expect(nextConfig.poweredByHeader).toBe(false);
});

test("images are resized for nobody", () => {
  expect(nextConfig.images).toEqual({ unoptimized: true });
});
