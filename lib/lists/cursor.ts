import { z } from "zod";
import { isPlaceOf, type KeysetOrder, type Place } from "#db/queries/keyset.ts";
import type { ListQuery } from "#lib/lists/shared/list-query.ts";

/** The rows of a page of a list: with all columns, the server takes less than 80 ms and 300 kB for them (docs/results/staff-pages.md). */
export const PAGE_SIZE = 25;

const Cursor = z.tuple([z.int().min(0).max(100), z.int().min(1).max(100_000_000)], z.string().max(300));

/** A place in a list as text for an address, with the number of the row there. */
export function cursorOf(place: Place, row: number): string {
  return Buffer.from(JSON.stringify([place.segment, row, ...place.keys])).toString("base64url");
}

interface Start {
  readonly start: { readonly after: Place } | { readonly before: Place } | null;
  /** The number of the row of the cursor. */
  readonly row: number;
}

/** Where the page starts that a query asks for. A cursor of another order, such as one before the filters changed, starts at the beginning. */
export function startOf({ place }: Pick<ListQuery, "place">, order: KeysetOrder): Start {
  if (place === null) return { start: null, row: 0 };
  const [side, text] = "after" in place ? (["after", place.after] as const) : (["before", place.before] as const);
  const parsed = Cursor.safeParse(jsonOf(text));
  if (!parsed.success) return { start: null, row: 0 };
  const [segment, row, ...keys] = parsed.data;
  const found = { segment, keys };
  if (!isPlaceOf(order, found)) return { start: null, row: 0 };
  return { start: side === "after" ? { after: found } : { before: found }, row };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text.slice(0, 2000), "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

/** The cursors of the pages around a page, and the number of its first row. */
export function around(
  page: { readonly rows: readonly unknown[]; readonly next: Place | null; readonly previous: Place | null },
  { start, row }: Start,
): { readonly start: number; readonly next: string | null; readonly previous: string | null } {
  const length = page.rows.length;
  const first = page.previous === null || start === null ? 1 : "after" in start ? row + 1 : Math.max(1, row - length);
  return {
    start: first,
    next: page.next === null ? null : cursorOf(page.next, first + length - 1),
    previous: page.previous === null ? null : cursorOf(page.previous, first),
  };
}
