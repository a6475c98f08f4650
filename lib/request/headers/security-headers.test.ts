import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { contentSecurityPolicy, POLICY_OF_NO_PAGE } from "./content-security-policy.ts";
import { putOnHeaders, securityHeaders } from "./security-headers.ts";

test("no page may be framed, no inline script runs without the request's nonce, nothing is evaluated", () => {
  const policy = contentSecurityPolicy("bm9uY2U=", false);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic';");
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|style-src-elem[^;]*unsafe-inline/);
});

test("no plug-in, no planted base address and no form that sends elsewhere", () => {
  const policy = contentSecurityPolicy("bm9uY2U=", false).split("; ");
  expect(policy).toEqual(expect.arrayContaining(["object-src 'none'", "base-uri 'none'", "form-action 'self'", "default-src 'self'"]));
});

test("images, fonts and connections come from this portal alone", () => {
  const policy = contentSecurityPolicy("bm9uY2U=", false).split("; ");
  expect(policy).toEqual(expect.arrayContaining(["img-src 'self' data:", "font-src 'self'", "connect-src 'self'"]));
});

test("no answer is guessed at, framed, or told to other sites", () => {
  expect(Object.fromEntries(securityHeaders("https://portal.example"))).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": expect.stringContaining("camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=()"),
  });
});

test("https is demanded for two years only where the portal is served by https", () => {
  const names = (appUrl: string) => securityHeaders(appUrl).map(([name]) => name);
  expect(names("http://localhost:3000")).not.toContain("strict-transport-security");
  expect(securityHeaders("https://portal.example")).toContainEqual(["strict-transport-security", "max-age=63072000; includeSubDomains"]);
});

test("whatever a process answers wears each header from its first moment, and allows nothing until a page says more", async () => {
  putOnHeaders("https://portal.example");
  const server = createServer((request, response) => {
    if (request.url === "/page") response.setHeader("content-security-policy", "default-src 'self'");
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const [plain, page] = await Promise.all(["/", "/page"].map((path) => fetch(`http://127.0.0.1:${port}${path}`)));
  server.close();
  for (const [name, value] of securityHeaders("https://portal.example")) expect(plain?.headers.get(name), name).toBe(value);
  expect(plain?.headers.get("content-security-policy")).toBe(POLICY_OF_NO_PAGE);
  expect(page?.headers.get("content-security-policy")).toBe("default-src 'self'");
});

test("the policy of what is no page lets nothing run, load, send or frame", () => {
  expect(POLICY_OF_NO_PAGE.split("; ").toSorted()).toEqual(
    ["base-uri", "default-src", "form-action", "frame-ancestors"].map((name) => `${name} 'none'`),
  );
});
