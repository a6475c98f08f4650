import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "#lib/request/headers/content-security-policy.ts";
import { ASKED_PATH_HEADER } from "#lib/request/sign-in/safe-redirect-path.ts";

/**
 * Sets the content security policy of each page. It makes no access decisions: each entry point has a guard for that. The length of requests is
 * limited in front of Next.js (`lib/request/http-server/http-server.ts`).
 */
export function proxy(request: NextRequest): NextResponse {
  // biome-ignore lint/style/noProcessEnv: Next.js replaces it by a constant
  const policy = contentSecurityPolicy(randomBytes(16).toString("base64"), process.env.NODE_ENV === "development");
  const asked = new URL(request.nextUrl);
  asked.searchParams.delete("_rsc");
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set(ASKED_PATH_HEADER, `${asked.pathname}${asked.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("cache-control", "no-store");
  return response;
}

/** All requests except those for static files and calls of server actions, for which no page is rendered (docs/decisions/0024). */
export const config = {
  matcher: [
    {
      source: "/((?!_next/static/|_next/image|fonts/|icon.svg|favicon.ico).*)",
      missing: [{ type: "header", key: "next-action" }],
    },
  ],
};
