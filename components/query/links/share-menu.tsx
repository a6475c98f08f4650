"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { endsOf } from "#components/logs/time/time-range.ts";
import type { TimeZone } from "#components/logs/time/time-zone.ts";
import { FIRST_QUERY, type QueryAddress, queryWords } from "#components/query/query-address.ts";
import styles from "./links.module.css";
import { fragmentToCopy } from "./query-fragment.ts";

interface ShareMenuProps {
  readonly connectionId: string;
  readonly at: QueryAddress;
  readonly zone: TimeZone;
  /** The visible columns of the result in their order; empty for all. */
  readonly columns: readonly string[];
  /** How the chart is drawn; undefined for the automatic chart. */
  readonly chart: string | undefined;
  /** The result on the page; null before a query is complete. */
  readonly queryId: string | null;
}

/** Copies a link to the query, which runs nothing when it is opened, or to the result, which AWS keeps for seven days. */
export function ShareMenu(props: ShareMenuProps) {
  const { connectionId, queryId } = props;
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const link = useQueryLink(props, open);
  useEffect(() => {
    if (!open) return;
    const close = (event: PointerEvent) => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener("pointerdown", close);
    return () => document.removeEventListener("pointerdown", close);
  }, [open]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Escape" || !open) return;
    setOpen(false);
    box.current?.querySelector("button")?.focus();
  };
  const copy = (text: string) =>
    navigator.clipboard.writeText(text).then(
      () => setSaid("Link copied"),
      () => setSaid("Your browser blocked copying."),
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the menu from each of its controls
    <div className={styles["share"]} ref={box} onKeyDown={onKeyDown}>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => {
          setSaid("");
          setOpen(!open);
        }}
      >
        Share
      </button>
      {open && (
        <div className={styles["menu"]}>
          <button type="button" disabled={link === null} onClick={() => link !== null && void copy(link)}>
            Link to this query
            <small>With log groups and time range. Opening it runs nothing.</small>
          </button>
          <button
            type="button"
            disabled={queryId === null}
            onClick={() => queryId !== null && void copy(`${window.location.origin}${resultHref(connectionId, queryId)}`)}
          >
            Link to this result (7 days)
            <small>{queryId === null ? "Run the query first." : "For colleagues who may read these logs. Opening it costs nothing."}</small>
          </button>
          <p role="status">{said}</p>
        </div>
      )}
    </div>
  );
}

/** The page of the result of a query, which AWS keeps for seven days. */
export const resultHref = (connectionId: string, queryId: string): string => `/connections/${connectionId}/query?result=${queryId}`;

/** The link, made when the menu opens, so that a click can copy it at once; null until then. Its time range is fixed. */
function useQueryLink({ connectionId, at, zone, columns, chart }: ShareMenuProps, open: boolean): string | null {
  const [link, setLink] = useState<string | null>(null);
  useEffect(() => {
    if (!open) return;
    let left = false;
    const range = { kind: "between", ...endsOf(at.range, Date.now()) } as const;
    const words = {
      ...queryWords({ ...at, range }),
      zone,
      ...(columns.length > 0 && { columns: JSON.stringify(columns) }),
      ...(chart !== undefined && { chart }),
    };
    const page = `${window.location.origin}/connections/${connectionId}/query?${new URLSearchParams(words)}`;
    const fragment = at.text === FIRST_QUERY ? Promise.resolve("") : fragmentToCopy(at.text);
    void fragment.then((text) => !left && setLink(page + text));
    return () => {
      left = true;
    };
  }, [open, connectionId, at, zone, columns, chart]);
  return link;
}
