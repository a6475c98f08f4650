"use client";

import Button from "@cloudscape-design/components/button";
import type { ListView } from "#lib/staff/shared/list-view.ts";
import styles from "./lists.module.css";
import type { ListNavigation } from "./use-list.ts";

/** "1–40 of 212", with buttons for the page before and after. Pages have no numbers, because the list grows while it is read. */
export function ListPager({ view, list }: { readonly view: ListView<unknown>; readonly list: ListNavigation }) {
  const { previous, next } = view;
  if (view.rows.length === 0) return null;
  return (
    <div className={styles["pager"]}>
      <span>{rangeText(view)}</span>
      <Button
        variant="icon"
        iconName="angle-left"
        ariaLabel="Previous page"
        disabled={previous === null || list.pending}
        onClick={() => list.turn(previous === null ? null : { before: previous })}
      />
      <Button
        variant="icon"
        iconName="angle-right"
        ariaLabel="Next page"
        disabled={next === null || list.pending}
        onClick={() => list.turn(next === null ? null : { after: next })}
      />
    </div>
  );
}

/** From this number on a count is shown as "10,000+". */
const MOST_SHOWN = 10_000;

/** The number of rows that match: "212", "10,000+". `isMore`: so many were counted, and there are more. */
export function totalText(total: number, isMore: boolean): string {
  const isCut = isMore || total > MOST_SHOWN;
  return `${Math.min(total, MOST_SHOWN).toLocaleString("en")}${isCut ? "+" : ""}`;
}

function rangeText({ rows, start, total, isMore }: ListView<unknown>): string {
  const range = `${start.toLocaleString("en")}–${(start + rows.length - 1).toLocaleString("en")}`;
  // The number can be a minute old; it is never less than the rows that are on the page.
  return total === null ? range : `${range} of ${totalText(Math.max(total, start + rows.length - 1), isMore)}`;
}
