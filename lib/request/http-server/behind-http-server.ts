import http, { type RequestListener, type Server } from "node:http";
import { systemClock } from "#kernel/time/clock.ts";
import { putOnHeaders } from "#lib/request/headers/security-headers.ts";
import { type StopTimes, stopInSteps } from "./graceful-stop.ts";
import { createHttpServer } from "./http-server.ts";
import { markSelfCalls } from "./internal-headers.ts";

/** A global symbol, because the Next.js build contains a second copy of this module. */
const MARK = Symbol.for("sallyport.http-server");

/**
 * Makes Next.js create the portal's own HTTP server, so that every request to Next.js passes
 * it, and makes the process stop in steps. Called once, before the code of Next.js is loaded, so that requests during the start are guarded, too.
 */
export function putHttpServerInFront(appUrl: string, times: StopTimes): void {
  const { createServer } = http;
  let server: Server | undefined;
  const replacement = (handle: RequestListener) => {
    Object.assign(http, { createServer });
    server = createHttpServer(handle);
    return server;
  };
  Object.assign(http, { createServer: replacement });
  putOnHeaders(appUrl);
  // Next.js stores in this variable the origin at which it calls itself.
  // biome-ignore lint/style/noProcessEnv: set by Next.js
  markSelfCalls(() => process.env["__NEXT_PRIVATE_ORIGIN"]);
  stopInSteps(() => server, times, systemClock);
  Reflect.set(globalThis, MARK, true);
}

/** Whether this process was started so that every request passes the portal's own HTTP server. */
export function isBehindHttpServer(): boolean {
  return Reflect.get(globalThis, MARK) === true;
}
