import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { VListHandle } from "virtua";

interface EndInSight {
  /** Number of events that arrived since the user scrolled away from the end; 0 at the end. */
  readonly newCount: number;
  readonly onScroll: () => void;
  readonly go: () => void;
}

/** Pixels from the end that still count as the end. */
const NEAR = 40;

/**
 * Keeps the end of the list in view while new events arrive, unless the user has scrolled away from it. Starts at the
 * end again when `resetKey` changes.
 */
export function useEndInSight(
  { list, box }: { readonly list: RefObject<VListHandle | null>; readonly box: RefObject<HTMLElement | null> },
  count: number,
  live: boolean,
  resetKey: unknown,
): EndInSight {
  const there = useRef(true);
  const [left, setLeft] = useState<number | null>(null);
  const latest = useRef(count);
  latest.current = count;
  const go = useCallback(() => {
    there.current = true;
    setLeft(null);
    list.current?.scrollToIndex(latest.current - 1, { align: "end" });
  }, [list]);
  useEffect(() => {
    there.current = true;
    setLeft(null);
  }, [live, resetKey]);
  useEffect(() => {
    if (live && there.current && count > 0) list.current?.scrollToIndex(count - 1, { align: "end" });
  }, [list, count, live]);
  const onScroll = () => {
    // Reads the height from the DOM, because virtua updates its own only after the scroll that a resize (such as a rotated
    // phone) causes.
    const now = box.current?.querySelector('[role="list"]');
    if (!live || now == null) return;
    const near = now.scrollTop + now.clientHeight >= now.scrollHeight - NEAR;
    if (near === there.current) return;
    there.current = near;
    setLeft(near ? null : latest.current);
  };
  return { newCount: left === null ? 0 : count - left, onScroll, go };
}
