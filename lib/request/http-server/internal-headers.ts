import { randomBytes, timingSafeEqual } from "node:crypto";
import { channel } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** A secret that identifies requests of this process to itself; random for each process and sent nowhere else. */
const SELF_HEADER = "x-sallyport-self";
const SELF_SECRET = randomBytes(32).toString("hex");

/** The prefixes of the internal headers of Next.js and the portal. */
const INTERNAL =
  /^(?:next-|x-next|x-middleware-|x-action-|x-invo|x-matched-path|x-now-|x-vercel-|x-prerender-|x-edge-|x-sallyport-|x-asked-path$|content-security-policy)/;
/** The headers with these prefixes that a browser legitimately sends: the called action and the state of the router. */
const OF_BROWSERS: ReadonlySet<string> = new Set([
  "next-action",
  "next-router-prefetch",
  "next-router-segment-prefetch",
  "next-router-state-tree",
  "next-url",
]);

/** Whether a header name, in lower case, is internal to Next.js or the portal. */
export function isInternalHeader(name: string): boolean {
  return INTERNAL.test(name) && !OF_BROWSERS.has(name);
}

/**
 * Removes the internal headers of a request that comes from outside, from every form in which Node offers them. A request
 * that this process sent to itself keeps them: Next.js forwards the call of an action to the page that has the action.
 */
export function removeInternalHeaders(request: IncomingMessage): void {
  const own = isFromThisProcess(request);
  const removed = (name: string) => name === SELF_HEADER || (!own && isInternalHeader(name));
  // Node creates both objects from the list on first access, with a header count that cannot be changed.
  const objects = [request.headers, request.headersDistinct];
  for (let at = request.rawHeaders.length - 2; at >= 0; at -= 2)
    if (removed((request.rawHeaders[at] ?? "").toLowerCase())) request.rawHeaders.splice(at, 2);
  for (const headers of objects) for (const name of Object.keys(headers)) if (removed(name)) delete headers[name];
}

function isFromThisProcess(request: IncomingMessage): boolean {
  const given = request.headers[SELF_HEADER];
  return typeof given === "string" && given.length === SELF_SECRET.length && timingSafeEqual(Buffer.from(given), Buffer.from(SELF_SECRET));
}

interface OutgoingRequest {
  readonly origin: unknown;
  addHeader(name: string, value: string): void;
}

/**
 * Adds the secret to each request that this process makes to itself, and to no other request. Called once.
 * @param ownOrigin the origin at which Next.js calls this process, as soon as it is known
 */
export function markSelfCalls(ownOrigin: () => string | undefined): void {
  channel("undici:request:create").subscribe((message) => {
    const { request } = message as { readonly request: OutgoingRequest };
    if (String(request.origin) === ownOrigin()) request.addHeader(SELF_HEADER, SELF_SECRET);
  });
}
