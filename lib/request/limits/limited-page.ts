import "server-only";
import { headers } from "next/headers";
import { createElement, type ReactNode } from "react";
import { responseOf } from "#lib/request/streams/node-responses.ts";
import { explainWait } from "#lib/sign-in/rate-limits.ts";
import { type CallKind, secondsToWait } from "./call-limits.ts";

/**
 * Counts one call of a page by a person (their ID) or a network. Null = render the page; otherwise what to show in its place,
 * with the status 429 and `Retry-After`. The framework renders a page again in the answer to a server action, which was counted
 * as such and whose answer must keep its status.
 */
export async function limitedPage(kind: CallKind, who: string): Promise<ReactNode | null> {
  const asked = await headers();
  const response = responseOf(asked);
  if (response?.req.method === "POST" && asked.has("next-action")) return null;
  const waitSeconds = await secondsToWait(kind, who);
  if (waitSeconds === 0) return null;
  if (response !== undefined && !response.headersSent) {
    response.statusCode = 429;
    response.setHeader("retry-after", waitSeconds);
  }
  // Nothing of the portal's own components: this answer must cost little.
  return createElement("main", null, createElement("h1", null, "Too many requests"), createElement("p", null, sentence(waitSeconds)));
}

/** Without the words of the heading. */
function sentence(waitSeconds: number): string {
  return explainWait(waitSeconds).replace("Too many requests.", "Too many pages were opened within one minute.");
}
