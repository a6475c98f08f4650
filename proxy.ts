import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { bodyVerdict } from "#lib/request/body-limit.ts";
import { contentSecurityPolicy } from "#lib/request/content-security-policy.ts";
import { ASKED_PATH_HEADER } from "#lib/request/sign-in-path.ts";

/**
 * Gives each page its content policy, and turns away bodies that no door takes before anything reads them. It decides
 * nothing else: who may do what is decided behind each door, which a request can reach past any path.
 */
export function proxy(request: NextRequest): NextResponse {
  const body = bodyVerdict(request.headers);
  if (body === "too-long") return refusal(413, "The request body is too large.");
  if (body === "of-unknown-length") return refusal(411, "The Content-Length header is missing.");
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

function refusal(status: 411 | 413, sentence: string): NextResponse {
  return new NextResponse(sentence, { status, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } });
}

/**
 * Everything but files that are the same for everybody, and calls of actions with short bodies: no page is made for those
 * (docs/decisions/0016). A call with a long body comes through here, and one of unknown length, unless the framework itself
 * passes it on, in chunks, to the page that knows the action: its own limit for bodies is kept then.
 */
export const config = {
  matcher: [
    {
      source: "/((?!_next/static/|_next/image|fonts/|icon.svg|favicon.ico).*)",
      missing: [{ type: "header", key: "next-action" }],
    },
    {
      source: "/((?!_next/static/|_next/image|fonts/|icon.svg|favicon.ico).*)",
      missing: [
        { type: "header", key: "content-length" },
        { type: "header", key: "x-action-forwarded" },
      ],
    },
    {
      source: "/((?!_next/static/|_next/image|fonts/|icon.svg|favicon.ico).*)",
      has: [{ type: "header", key: "content-length", value: "[0-9]{5,}" }],
    },
  ],
};
