import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import type { Level } from "#components/logs/text/read-log-line.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";

export interface RowKeys {
  readonly active: number;
  /** Scrolls a row into view and makes it active; `focus` also moves the keyboard focus to it. */
  go(row: number, focus: boolean): void;
  /** Makes a row active and scrolls so that the events before it are visible above and its details below. */
  goAmid(row: number): void;
  /** Scrolls a row that was expanded into view, unless another row is active by then. */
  keepInSight(row: number): void;
  /** Keeps its identity, so that the rows do not render again. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

interface RowKeysOptions {
  readonly list: RefObject<VirtualizerHandle | null>;
  readonly box: RefObject<HTMLElement | null>;
  readonly count: number;
  /** Changes whenever other rows are shown; the first row becomes active then. */
  readonly resetKey: unknown;
  readonly levels: readonly (Level | null)[];
  /** Handlers of further keys, by `KeyboardEvent.key`. */
  readonly others: Readonly<Record<string, () => void>>;
}

const PAGE = 20;
/** Share of the list's height above the row that `goAmid` scrolls to. */
const ABOVE = 0.25;
const FRAMES = 20;
/** The element of the rows, which can take the focus. */
const LIST = '[role="list"],[role="table"]';

/** Keyboard navigation in a virtualized list: a row is scrolled into view first and focused once it is in the DOM. */
export function useRowKeys({ list, box, count, resetKey, levels, others }: RowKeysOptions): RowKeys {
  const [active, setActive] = useState(0);
  const [lastKey, setLastKey] = useState(resetKey);
  if (lastKey !== resetKey) {
    setLastKey(resetKey);
    setActive(0);
  }
  const rowToFocus = useRef<number | null>(null);
  const go = useCallback(
    (row: number, focus: boolean) => {
      setActive(row);
      list.current?.scrollToIndex(row, { align: "nearest" });
      rowToFocus.current = focus ? row : null;
    },
    [list],
  );
  const goAmid = useCallback(
    (row: number) => {
      setActive(row);
      rowToFocus.current = null;
      const now = list.current;
      now?.scrollToIndex(row, { align: "start", offset: -now.viewportSize * ABOVE });
    },
    [list],
  );
  const keepInSight = useStableCallback((row: number) => {
    if (row === active) list.current?.scrollToIndex(row, { align: "nearest" });
  });
  useEffect(() => {
    if (rowToFocus.current === active && box.current !== null) return focusRow(box.current, active, rowToFocus);
  }, [active, box]);

  const onKeyDown = useStableCallback((event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !isRow(event)) return;
    const target = targetOf(event.key, active, count, levels);
    const other = others[event.key];
    if (target === null && other === undefined) return;
    event.preventDefault();
    if (target !== null) go(target, true);
    else other?.();
  });
  return { active: Math.min(active, Math.max(0, count - 1)), go, goAmid, keepInSight, onKeyDown };
}

/** A distant row may be rendered a few frames later. Meanwhile the list has the focus, so that no key press is lost. */
function focusRow(box: HTMLElement, row: number, rowToFocus: RefObject<number | null>): () => void {
  let frame = 0;
  const list = box.querySelector<HTMLElement>(LIST);
  const attempt = (left: number) => {
    if (rowToFocus.current !== row || isElsewhere(box)) return;
    const found = box.querySelector<HTMLElement>(`[data-row="${row}"]`);
    found?.focus({ preventScroll: true });
    // virtua hides a row until it is measured, and a hidden element can't receive the focus.
    const arrived = found !== null && document.activeElement === found;
    if (!arrived) list?.focus({ preventScroll: true });
    if (arrived || left === 0) rowToFocus.current = null;
    else frame = requestAnimationFrame(() => attempt(left - 1));
  };
  attempt(FRAMES);
  return () => cancelAnimationFrame(frame);
}

/** Whether the user moved the focus out of the list. A row that is removed from the DOM leaves the focus on the body. */
function isElsewhere(box: HTMLElement): boolean {
  const now = document.activeElement;
  return now !== null && now !== document.body && !box.querySelector(LIST)?.contains(now);
}

/** Single-key shortcuts work only while a row or the list has the focus. Source: WCAG 2.1.4. */
function isRow({ target, currentTarget }: KeyboardEvent<HTMLElement>): boolean {
  return target === currentTarget || (target instanceof HTMLElement && target.dataset["row"] !== undefined);
}

function targetOf(key: string, active: number, count: number, levels: readonly (Level | null)[]): number | null {
  const last = count - 1;
  switch (key) {
    case "ArrowDown":
    case "j":
      return Math.min(last, active + 1);
    case "ArrowUp":
    case "k":
      return Math.max(0, active - 1);
    case "PageDown":
      return Math.min(last, active + PAGE);
    case "PageUp":
      return Math.max(0, active - PAGE);
    case "Home":
      return 0;
    case "End":
      return last;
    case "e":
      return levels.indexOf("error", active + 1) < 0 ? active : levels.indexOf("error", active + 1);
    case "E": {
      const before = active === 0 ? -1 : levels.lastIndexOf("error", active - 1);
      return before < 0 ? active : before;
    }
    default:
      return null;
  }
}
