"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import styles from "./links.module.css";

export interface ShareLinks {
  readonly query: string;
  /** Null before a query is complete. */
  readonly result: string | null;
}

interface ShareMenuProps {
  /** Makes the links, without the origin. Another function where they change. */
  readonly links: () => Promise<ShareLinks>;
}

/** Copies a link to the query, which runs nothing when it is opened, or to the result, which AWS keeps for seven days. */
export function ShareMenu({ links: makeLinks }: ShareMenuProps) {
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState("");
  /** The link that the browser did not let the page copy. */
  const [blocked, setBlocked] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const links = useLinks(makeLinks, open);
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
  const copy = async (href: string) => {
    const link = window.location.origin + href;
    try {
      await navigator.clipboard.writeText(link);
      setSaid("Link copied");
      setBlocked(null);
    } catch {
      setSaid("Your browser blocked copying. Copy the link here:");
      setBlocked(link);
    }
  };
  const result = links?.result ?? null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the menu from each of its controls
    <div className={styles["share"]} ref={box} onKeyDown={onKeyDown}>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => {
          setSaid("");
          setBlocked(null);
          setOpen(!open);
        }}
      >
        Share
      </button>
      {open && (
        <div className={styles["menu"]}>
          <button type="button" disabled={links === null} onClick={() => links !== null && void copy(links.query)}>
            Link to this query
            <small>With log groups and time range. Opening it runs nothing.</small>
          </button>
          <button type="button" disabled={result === null} onClick={() => result !== null && void copy(result)}>
            Link to this result (7 days)
            <small>{result === null ? "Run the query first." : "For colleagues who may read these logs. Opening it costs nothing."}</small>
          </button>
          <p role="status">{said}</p>
          {blocked !== null && <input aria-label="Link" readOnly value={blocked} onFocus={(event) => event.currentTarget.select()} />}
        </div>
      )}
    </div>
  );
}

/** The links, made when the menu opens, so that a click can copy one at once; null until then. */
function useLinks(make: () => Promise<ShareLinks>, open: boolean): ShareLinks | null {
  const [links, setLinks] = useState<ShareLinks | null>(null);
  useEffect(() => {
    if (!open) return;
    let left = false;
    void make().then((made) => !left && setLinks(made));
    return () => {
      left = true;
    };
  }, [open, make]);
  return links;
}
