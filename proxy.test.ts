import { unstable_doesMiddlewareMatch } from "next/experimental/testing/server.js";
import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import nextConfig from "./next.config.ts";
import { config, proxy } from "./proxy.ts";

const PORTAL = "https://portal.example";
const answer = (headers: Record<string, string> = {}, method = "GET") =>
  proxy(new NextRequest(`${PORTAL}/connections?x=1`, { method, headers }));
const nonceOf = (policy: string | null) => /'nonce-([A-Za-z0-9+/=]{24})'/.exec(policy ?? "")?.[1];
const passes = (path: string, headers: Record<string, string> = {}) =>
  unstable_doesMiddlewareMatch({ config, nextConfig, url: PORTAL + path, headers });

test.each([
  ["65,537 bytes", { "content-length": "65537" }, 413],
  ["10 MB", { "content-length": "10000000" }, 413],
  ["more than a number holds", { "content-length": "9".repeat(400) }, 413],
  ["nobody knows how many bytes", { "transfer-encoding": "chunked" }, 411],
])("a body of %s is turned away with a sentence, before anything reads it", async (_what, headers, status) => {
  const refused = answer(headers as Record<string, string>, "POST");
  expect(refused.status).toBe(status);
  expect(refused.headers.get("x-middleware-next")).toBeNull();
  expect(await refused.text()).toMatch(/^The .*\.$/);
});

test.each([
  ["65,536 bytes", { "content-length": "65536" }],
  ["none", {}],
])("a body of %s goes on", (_what, headers) => {
  expect(answer(headers as Record<string, string>, "POST").headers.get("x-middleware-next")).toBe("1");
});

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

test("of what calls an action, only a body that is known to be short goes past it", () => {
  const call = (headers: Record<string, string>) => passes("/connections", { "next-action": "40ab", ...headers });
  for (const length of ["10000", "65537", "10000000"]) expect(call({ "content-length": length }), length).toBe(true);
  expect(call({ "transfer-encoding": "chunked" }), "of unknown length").toBe(true);
  expect(call({}), "without a body").toBe(true);
  expect(call({ "transfer-encoding": "chunked", "x-action-forwarded": "1" }), "passed on by the framework").toBe(false);
  expect(call({ "content-length": "250" }), "short").toBe(false);
});

test("a body is cut off long before it could fill a process, and nobody is told what serves it", () => {
  expect(nextConfig.experimental).toMatchObject({ serverActions: { bodySizeLimit: "64kb" }, proxyClientMaxBodySize: "128kb" });
  expect(nextConfig.experimental?.serverActions).not.toHaveProperty("allowedOrigins");
  expect(nextConfig.poweredByHeader).toBe(false);
});

test("images are resized for nobody", () => {
  expect(nextConfig.images).toEqual({ unoptimized: true });
});
