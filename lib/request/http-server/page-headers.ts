import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { contentSecurityPolicy } from "#lib/request/headers/content-security-policy.ts";
import { ASKED_PATH_HEADER } from "#lib/request/sign-in/safe-redirect-path.ts";

/** Static files. A page is not rendered for them, so they keep the policy of what is not a page. */
const FILE = /^\/(?:_next\/static\/|_next\/image|fonts\/|icon\.svg|favicon\.ico)/;

/**
 * Gives a request for a page its content security policy, with a nonce of its own: Next.js reads the nonce from the header of the request and
 * puts it on its scripts and styles. The page is never cached. Also tells the page its own path, which Next.js does not, so that a person
 * comes back to it after signing in. Static files and calls of server actions are no pages: nothing may run in their responses.
 *
 * Called after the internal headers of the request were removed, so none of these headers comes from outside. It makes no access decisions.
 */
export function addPageHeaders(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? "/";
  if (FILE.test(path) || request.headers["next-action"] !== undefined) return;
  const policy = contentSecurityPolicy(randomBytes(16).toString("base64"));
  request.headers["content-security-policy"] = policy;
  response.setHeader("content-security-policy", policy);
  // Next.js adds a header of a route only if there is none. For each stream and file it would keep a compressor, and delay their pieces.
  response.setHeader("cache-control", path.startsWith("/api/") ? "no-store, no-transform" : "no-store");
  const asked = URL.parse(`http://portal${path}`);
  if (asked === null) return;
  asked.searchParams.delete("_rsc");
  request.headers[ASKED_PATH_HEADER] = `${asked.pathname}${asked.search}`;
}
