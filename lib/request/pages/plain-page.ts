import "server-only";
import { headers } from "next/headers";
import { createElement, type ReactNode } from "react";
import { responseOf } from "#lib/request/streams/node-responses.ts";

interface PlainPage {
  readonly status: 429 | 503;
  readonly retryAfterSeconds: number;
  readonly title: string;
  readonly sentence: string;
}

/**
 * The content that replaces a page which can't be rendered now, with its status and `Retry-After`. It uses none of the portal's
 * components, so it costs little. The status of a response to a server action stays, because its result is in it.
 */
export async function plainPage({ status, retryAfterSeconds, title, sentence }: PlainPage): Promise<ReactNode> {
  const asked = await headers();
  const response = responseOf(asked);
  if (response !== undefined && !response.headersSent && !isActionCall(response.req.method, asked)) {
    response.statusCode = status;
    response.setHeader("retry-after", retryAfterSeconds);
  }
  return createElement("main", null, createElement("h1", null, title), createElement("p", null, sentence));
}

/** Whether the page is rendered in the response to a server action. */
export function isActionCall(method: string | undefined, asked: { has(name: string): boolean }): boolean {
  return method === "POST" && asked.has("next-action");
}
