import "server-only";
import { headers } from "next/headers";
import { createElement, type ReactNode } from "react";
import { responseOf } from "#lib/request/streams/node-responses.ts";
import { explainWait } from "#lib/sign-in/rate-limits.ts";
import { type CallKind, secondsToWait } from "./call-limits.ts";

/**
 * Counts one call of a page by a person (their ID) or a network. Null = render the page; otherwise the content to show instead,
 * with the status 429 and `Retry-After`. Next.js renders a page again in the response to a server action, which was counted
 * as an action and whose response must keep its status.
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
  // Without the portal's components, so that this response costs little.
  return createElement("main", null, createElement("h1", null, "Too many requests"), createElement("p", null, sentence(waitSeconds)));
}

/** The sentence without the words of the heading. */
function sentence(waitSeconds: number): string {
  return explainWait(waitSeconds).replace("Too many requests.", "Too many pages were opened within one minute.");
}
