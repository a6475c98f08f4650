import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "#lib/request/headers/content-security-policy.ts";
import { ASKED_PATH_HEADER } from "#lib/request/sign-in/sign-in-path.ts";

/**
 * Gives each page its content policy. It decides nothing: who may do what is decided behind each entry point, and how long a
 * request may be is decided before the framework (`lib/request/http-server/http-server.ts`).
 */
export function proxy(request: NextRequest): NextResponse {
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

/** Everything but files that are the same for everybody, and calls of actions: no page is made for those (docs/decisions/0024). */
export const config = {
  matcher: [
    {
      source: "/((?!_next/static/|_next/image|fonts/|icon.svg|favicon.ico).*)",
      missing: [{ type: "header", key: "next-action" }],
    },
  ],
};
