import { expect, test } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy.ts";
import { securityHeaders } from "./security-headers.ts";

test("no page may be framed, no inline script runs without the request's nonce, nothing is evaluated", () => {
  const policy = contentSecurityPolicy("bm9uY2U=", false);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic';");
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|style-src-elem[^;]*unsafe-inline/);
});

test("https is demanded for two years only where the portal is served by https", () => {
  const names = (appUrl: string) => securityHeaders(appUrl).map(([name]) => name);
  expect(names("http://localhost:3000")).not.toContain("strict-transport-security");
  expect(names("https://portal.example")).toContain("strict-transport-security");
});
