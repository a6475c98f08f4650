import { randomBytes, timingSafeEqual } from "node:crypto";
import { channel } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** Proves that a request was made by this very process; made at random when the process starts, and told to nobody else. */
const SELF_HEADER = "x-sallyport-self";
const SELF_SECRET = randomBytes(32).toString("hex");

/** Namespaces in which the framework and the portal talk to themselves. */
const INTERNAL =
  /^(?:next-|x-next|x-middleware-|x-action-|x-invo|x-matched-path|x-now-|x-vercel-|x-prerender-|x-edge-|x-sallyport-|x-asked-path$|content-security-policy)/;
/** What a browser legitimately sends of these: which action is called, and what the router has already. */
const OF_BROWSERS: ReadonlySet<string> = new Set([
  "next-action",
  "next-router-prefetch",
  "next-router-segment-prefetch",
  "next-router-state-tree",
  "next-url",
]);

/** Whether a header's name, in lower case, is one by which the framework or the portal talks to itself. */
export function isInternalHeader(name: string): boolean {
  return INTERNAL.test(name) && !OF_BROWSERS.has(name);
}

/**
 * Removes the internal headers of a request that comes from outside, from every form in which Node offers them. A request
 * that this process sent to itself keeps them: the framework passes a call of an action to the page that knows it.
 */
export function removeInternalHeaders(request: IncomingMessage): void {
  const own = isFromThisProcess(request);
  const removed = (name: string) => name === SELF_HEADER || (!own && isInternalHeader(name));
  // Node makes both objects from the list when they are first asked for, by a count of it that cannot be changed.
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
 * Has each request that this process makes to itself carry the proof of it, and no request to anywhere else. Called once.
 * @param ownOrigin the origin under which the framework calls this process, as soon as it is known
 */
export function markSelfCalls(ownOrigin: () => string | undefined): void {
  channel("undici:request:create").subscribe((message) => {
    const { request } = message as { readonly request: OutgoingRequest };
    if (String(request.origin) === ownOrigin()) request.addHeader(SELF_HEADER, SELF_SECRET);
  });
}
