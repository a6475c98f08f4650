import "server-only";
import { webEnv } from "#kernel/process/env.ts";

/** Sends the browser to a page of the portal with a GET, whatever the method of the request was. No cache keeps the answer. */
export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { location: new URL(path, webEnv().appUrl).href, "cache-control": "no-store" } });
}
