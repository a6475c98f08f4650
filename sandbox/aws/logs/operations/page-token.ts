import { createHash } from "node:crypto";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

/** Where the next page starts: after (forward) or before (backward) an event. */
export interface PageToken {
  readonly direction: "forward" | "backward";
  readonly eventId: string;
}

const DIRECTIONS = { f: "forward", b: "backward" } as const;

/** Creates a page token that is valid only for the same request. `boundTo` are the values that must not change between pages. */
export function pageTokenOf(token: PageToken, boundTo: readonly unknown[]): string {
  return Buffer.from(`${token.direction[0]}/${token.eventId}/${digest(boundTo)}`).toString("base64url");
}

/**
 * Reads a page token.
 * @throws AwsError InvalidParameterException for an invalid token or the token of another request
 */
export function readPageToken(text: string, boundTo: readonly unknown[]): PageToken {
  const match = /^([fb])\/(\d{56})\/(\w+)$/.exec(Buffer.from(text, "base64url").toString());
  const [, initial, eventId, requestDigest] = match ?? [];
  if ((initial !== "f" && initial !== "b") || eventId === undefined || requestDigest !== digest(boundTo)) {
    throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.", 400);
  }
  return { direction: DIRECTIONS[initial], eventId };
}

const digest = (boundTo: readonly unknown[]) => createHash("sha256").update(JSON.stringify(boundTo)).digest("hex").slice(0, 12);

interface ListRequest {
  /** The number of items of a page. */
  readonly limit: number;
  readonly nextToken: string | undefined;
  /** The values that must not change between pages. */
  readonly boundTo: readonly unknown[];
  /** Whether a page that is not empty has a token although it is the last one. */
  readonly tokenAfterLast?: boolean;
}

/** One page of a list, with the token of the next page if there is one. */
export function listPage<T>(items: readonly T[], request: ListRequest): { page: readonly T[]; rest: { nextToken?: string } } {
  const { limit, nextToken, boundTo, tokenAfterLast = false } = request;
  const from = nextToken === undefined ? 0 : Number(readPageToken(nextToken, boundTo).eventId);
  const end = from + limit;
  const next: PageToken = { direction: "forward", eventId: String(end).padStart(56, "0") };
  const page = items.slice(from, end);
  const hasNext = end < items.length || (tokenAfterLast && page.length > 0);
  return { page, rest: hasNext ? { nextToken: pageTokenOf(next, boundTo) } : {} };
}
