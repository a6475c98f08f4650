import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { VListHandle } from "virtua";
import { useStableCallback } from "#components/ui/use-narrow.ts";
import type { Level } from "./read-log-line.ts";

export interface RowKeys {
  readonly active: number;
  /** Goes to a row: into sight, and with the keyboard's focus when `focus` says so. */
  go(row: number, focus: boolean): void;
  /** The same for a row that the person has not seen: what came before it stands above it, what it shows and what came after below. */
  goAmid(row: number): void;
  /** Brings a row into sight once it has grown, unless the person has gone to another one since. */
  keepInSight(row: number): void;
  /** The same one at every render, so that the rows need not be drawn anew for it. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

interface RowKeysOptions {
  readonly list: RefObject<VListHandle | null>;
  readonly box: RefObject<HTMLElement | null>;
  readonly count: number;
  /** Another one whenever other rows are shown: they begin at the first. */
  readonly of: unknown;
  readonly levels: readonly (Level | null)[];
  /** Keys with a meaning beyond the rows, by `KeyboardEvent.key`. */
  readonly others: Readonly<Record<string, () => void>>;
}

const PAGE = 20;
/** How much of the list stands above a row that is gone to amid the others. */
const ABOVE = 0.25;
const FRAMES = 20;

/** Moving among rows that are mostly not in the page: the row is scrolled in first and focused when it is there. */
export function useRowKeys({ list, box, count, of, levels, others }: RowKeysOptions): RowKeys {
  const [active, setActive] = useState(0);
  const [shown, setShown] = useState(of);
  if (shown !== of) {
    setShown(of);
    setActive(0);
  }
  const wanted = useRef<number | null>(null);
  const go = useCallback(
    (row: number, focus: boolean) => {
      setActive(row);
      list.current?.scrollToIndex(row, { align: "nearest" });
      wanted.current = focus ? row : null;
    },
    [list],
  );
  const goAmid = useCallback(
    (row: number) => {
      setActive(row);
      wanted.current = null;
      const now = list.current;
      now?.scrollToIndex(row, { align: "start", offset: -now.viewportSize * ABOVE });
    },
    [list],
  );
  const keepInSight = useStableCallback((row: number) => {
    if (row === active) list.current?.scrollToIndex(row, { align: "nearest" });
  });
  useEffect(() => {
    if (wanted.current === active && box.current !== null) return focusRow(box.current, active, wanted);
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

/** A row that is far away may come a frame or two later; meanwhile the list holds the focus, so that no key is lost. */
function focusRow(box: HTMLElement, row: number, wanted: RefObject<number | null>): () => void {
  let frame = 0;
  const list = box.querySelector<HTMLElement>('[role="list"]');
  const attempt = (left: number) => {
    if (wanted.current !== row || isElsewhere(box)) return;
    const found = box.querySelector<HTMLElement>(`[data-row="${row}"]`);
    found?.focus({ preventScroll: true });
    // virtua hides a row until it has measured it, and what is hidden takes no focus.
    const arrived = found !== null && document.activeElement === found;
    if (!arrived) list?.focus({ preventScroll: true });
    if (arrived || left === 0) wanted.current = null;
    else frame = requestAnimationFrame(() => attempt(left - 1));
  };
  attempt(FRAMES);
  return () => cancelAnimationFrame(frame);
}

/** Whether the person has taken the focus out of the list; a row that goes out of the page leaves it with the body. */
function isElsewhere(box: HTMLElement): boolean {
  const now = document.activeElement;
  return now !== null && now !== document.body && !box.querySelector('[role="list"]')?.contains(now);
}

/** Single letters mean something only while a row, or the list for it, has the focus: WCAG 2.1.4. */
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
