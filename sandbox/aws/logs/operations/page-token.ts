import { createHash } from "node:crypto";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

/** Where the next page begins: after (forward) or before (backward) an event. */
export interface PageToken {
  readonly direction: "forward" | "backward";
  readonly eventId: string;
}

const DIRECTIONS = { f: "forward", b: "backward" } as const;

/** A token bound to the request it belongs to: `about` is whatever must not change between the pages. */
export function pageTokenOf(token: PageToken, about: readonly unknown[]): string {
  return Buffer.from(`${token.direction[0]}/${token.eventId}/${digest(about)}`).toString("base64url");
}

/** Throws InvalidParameterException for a token of another request, or of nobody. */
export function readPageToken(text: string, about: readonly unknown[]): PageToken {
  const match = /^([fb])\/(\d{56})\/(\w+)$/.exec(Buffer.from(text, "base64url").toString());
  const [, letter, eventId, proof] = match ?? [];
  if ((letter !== "f" && letter !== "b") || eventId === undefined || proof !== digest(about)) {
    throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.", 400);
  }
  return { direction: DIRECTIONS[letter], eventId };
}

const digest = (about: readonly unknown[]) => createHash("sha256").update(JSON.stringify(about)).digest("hex").slice(0, 12);

/** One page of a list, and the token of the next while there is one. */
export function listPage<T>(
  items: readonly T[],
  limit: number,
  nextToken: string | undefined,
  about: readonly unknown[],
): { page: readonly T[]; rest: { nextToken?: string } } {
  const from = nextToken === undefined ? 0 : Number(readPageToken(nextToken, about).eventId);
  const end = from + limit;
  const next: PageToken = { direction: "forward", eventId: String(end).padStart(56, "0") };
  return { page: items.slice(from, end), rest: end < items.length ? { nextToken: pageTokenOf(next, about) } : {} };
}
