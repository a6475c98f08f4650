import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "#lib/request/content-security-policy.ts";
import { securityHeaders } from "#lib/request/security-headers.ts";
import { ASKED_PATH_HEADER } from "#lib/request/sign-in-path.ts";

/** Puts headers on, and decides nothing: who may do what is decided behind each door, which a request can reach past any path. */
export function proxy(request: NextRequest): NextResponse {
  const policy = contentSecurityPolicy(randomBytes(16).toString("base64"), process.env.NODE_ENV === "development");
  const asked = new URL(request.nextUrl);
  asked.searchParams.delete("_rsc");
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set(ASKED_PATH_HEADER, `${asked.pathname}${asked.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of securityHeaders(process.env["APP_URL"] ?? "")) response.headers.set(name, value);
  return response;
}

export const config = { matcher: ["/((?!_next/static/|_next/image|fonts/|icon.svg|favicon.ico).*)"] };
