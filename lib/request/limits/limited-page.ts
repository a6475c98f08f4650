import "server-only";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { isActionCall, plainPage } from "#lib/request/pages/plain-page.ts";
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
  if (isActionCall(responseOf(asked)?.req.method, asked)) return null;
  const waitSeconds = await secondsToWait(kind, who);
  if (waitSeconds === 0) return null;
  return plainPage({ status: 429, retryAfterSeconds: waitSeconds, title: "Too many requests", sentence: sentence(waitSeconds) });
}

/** The sentence without the words of the heading. */
function sentence(waitSeconds: number): string {
  return explainWait(waitSeconds).replace("Too many requests.", "Too many pages were opened within one minute.");
}
