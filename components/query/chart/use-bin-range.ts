import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";

/** Bins of a chart, both inclusive. */
export interface BinRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Lets a person choose bins of a chart: dragging marks a range; with the keyboard the arrows move, Shift extends, Enter chooses and
 * Esc clears. The same range is marked in all panels.
 */
export function useBinRange(bins: number, onChoose: (range: BinRange) => void) {
  const [marked, setMarked] = useState<BinRange | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const began = useRef<number | null>(null);
  const anchor = useRef(0);
  const binAt = (event: PointerEvent<Element>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.min(bins - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * bins)));
  };
  const between = (a: number, b: number): BinRange => ({ first: Math.min(a, b), last: Math.max(a, b) });
  const pointer = {
    onPointerDown: (event: PointerEvent<Element>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      began.current = binAt(event);
      setMarked(between(began.current, began.current));
    },
    onPointerMove: (event: PointerEvent<Element>) => {
      const bin = binAt(event);
      setPointed(bin);
      if (began.current !== null) setMarked(between(began.current, bin));
    },
    onPointerUp: (event: PointerEvent<Element>) => {
      if (began.current === null) return;
      const range = between(began.current, binAt(event));
      began.current = null;
      setMarked(range);
      onChoose(range);
    },
    onPointerCancel: () => {
      began.current = null;
      setMarked(null);
    },
    onPointerLeave: () => setPointed(null),
  };
  const onKeyDown = (event: KeyboardEvent<Element>) => {
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const from = pointed ?? (step > 0 ? -1 : bins);
      const bin = Math.min(bins - 1, Math.max(0, from + step));
      if (!event.shiftKey || marked === null) anchor.current = event.shiftKey && pointed !== null ? pointed : bin;
      setPointed(bin);
      setMarked(event.shiftKey ? between(anchor.current, bin) : between(bin, bin));
    } else if (event.key === "Enter" && marked !== null) {
      event.preventDefault();
      onChoose(marked);
    } else if (event.key === "Escape") {
      setMarked(null);
      setPointed(null);
    }
  };
  return { marked, pointed, pointer, onKeyDown, clear: () => setMarked(null) };
}
