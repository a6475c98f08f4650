import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { VListHandle } from "virtua";

interface EndInSight {
  /** How many events have come since the person left the end; 0 while they are there. */
  readonly fresh: number;
  readonly onScroll: () => void;
  readonly go: () => void;
}

/** Pixels from the end that still count as being there. */
const NEAR = 40;

/**
 * While new events come at the end it stays in sight, unless the person scrolled away from it: their place is theirs.
 * Where other events are shown than before, which `of` tells, it begins at the end anew.
 */
export function useEndInSight(
  { list, box }: { readonly list: RefObject<VListHandle | null>; readonly box: RefObject<HTMLElement | null> },
  count: number,
  live: boolean,
  of: unknown,
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
  }, [live, of]);
  useEffect(() => {
    if (live && there.current && count > 0) list.current?.scrollToIndex(count - 1, { align: "end" });
  }, [list, count, live]);
  const onScroll = () => {
    // As the browser has it: virtua learns of another height (a phone that is turned) after the scrolling that it causes.
    const now = box.current?.querySelector('[role="list"]');
    if (!live || now == null) return;
    const near = now.scrollTop + now.clientHeight >= now.scrollHeight - NEAR;
    if (near === there.current) return;
    there.current = near;
    setLeft(near ? null : latest.current);
  };
  return { fresh: left === null ? 0 : count - left, onScroll, go };
}
