import http, { type RequestListener } from "node:http";
import { putOnHeaders } from "#lib/request/headers/security-headers.ts";
import { createHttpServer } from "./http-server.ts";
import { markSelfCalls } from "./internal-headers.ts";

/** Known to every copy of this module: the framework's build has one of its own. */
const MARK = Symbol.for("sallyport.http-server");

/**
 * Has the server that the framework is about to create be the portal's own, so that nothing in the framework is reached past
 * it. Called once, before the framework's code is loaded: requests that come while it starts are guarded too.
 */
export function putHttpServerInFront(appUrl: string): void {
  const { createServer } = http;
  const replacement = (handle: RequestListener) => {
    Object.assign(http, { createServer });
    return createHttpServer(handle);
  };
  Object.assign(http, { createServer: replacement });
  putOnHeaders(appUrl);
  // The framework keeps here under which address it calls itself.
  markSelfCalls(() => process.env["__NEXT_PRIVATE_ORIGIN"]);
  Reflect.set(globalThis, MARK, true);
}

/** Whether this process was started so that every request passes the portal's own HTTP server. */
export function isBehindHttpServer(): boolean {
  return Reflect.get(globalThis, MARK) === true;
}
