import { expect, test } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy.ts";
import { securityHeaders } from "./security-headers.ts";

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

test("no answer is guessed at, framed, kept in a cache, or told to other sites", () => {
  expect(Object.fromEntries(securityHeaders("https://portal.example"))).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
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
