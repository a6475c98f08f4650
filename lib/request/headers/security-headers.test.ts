import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { contentSecurityPolicy, POLICY_OF_NO_PAGE } from "./content-security-policy.ts";
import { putOnHeaders, securityHeaders } from "./security-headers.ts";

test("no page may be framed, no inline script runs without the request's nonce, nothing is evaluated", () => {
  const policy = contentSecurityPolicy("bm9uY2U=");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic';");
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|style-src-elem[^;]*unsafe-inline/);
});

test("plug-ins, injected base URLs and forms to other sites are blocked", () => {
  const policy = contentSecurityPolicy("bm9uY2U=").split("; ");
  expect(policy).toEqual(expect.arrayContaining(["object-src 'none'", "base-uri 'none'", "form-action 'self'", "default-src 'self'"]));
});

test("images, fonts and connections come only from this portal", () => {
  const policy = contentSecurityPolicy("bm9uY2U=").split("; ");
  expect(policy).toEqual(expect.arrayContaining(["img-src 'self' data:", "font-src 'self'", "connect-src 'self'"]));
});

test("no response is sniffed, framed or leaked to other sites by the referrer", () => {
  expect(Object.fromEntries(securityHeaders("https://portal.example"))).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": expect.stringContaining("camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=()"),
  });
});

test("HSTS is set for two years, only where the portal is served over HTTPS", () => {
  const names = (appUrl: string) => securityHeaders(appUrl).map(([name]) => name);
  expect(names("http://localhost:3000")).not.toContain("strict-transport-security");
  expect(securityHeaders("https://portal.example")).toContainEqual(["strict-transport-security", "max-age=63072000; includeSubDomains"]);
});

test("every response of a process has each header from the start, and allows nothing until a page sets its own policy", async () => {
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

test("the policy of responses that are not pages blocks scripts, resources, forms and frames", () => {
  expect(POLICY_OF_NO_PAGE.split("; ").toSorted()).toEqual(
    ["base-uri", "default-src", "form-action", "frame-ancestors"].map((name) => `${name} 'none'`),
  );
});
