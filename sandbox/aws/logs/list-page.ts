import { type PageToken, pageTokenOf, readPageToken } from "./page-token.ts";

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
