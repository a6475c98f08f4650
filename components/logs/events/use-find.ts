import { useEffect, useRef, useState } from "react";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";
import { createFinder, type Finder, ROWS_PER_STEP } from "./find-in-events.ts";

export interface Find {
  readonly hits: readonly number[];
  /** The words that these are the hits of: while they are others than those wanted, it is still being looked. */
  readonly of: string;
}

const NOTHING: Find = { hits: [], of: "" };

/** So long one step takes at most; then the page does its own work first. A find of fewer rows is done with the key itself. */
const STEP_MS = 12;

/** Looks for words in what was loaded, a step at a time with the page's own work between two, and again when more comes. */
export function useFind(events: readonly LogEventView[], words: string): Find {
  const [find, setFind] = useState(NOTHING);
  const kept = useRef<Finder>(null);
  useEffect(() => {
    if (words === "") return setFind(NOTHING);
    kept.current ??= createFinder();
    const finder = kept.current;
    const channel = new MessageChannel();
    const hits: number[] = [];
    let from = 0;
    const step = () => {
      const until = performance.now() + STEP_MS;
      for (; from < events.length && performance.now() < until; from += ROWS_PER_STEP) hits.push(...finder.find(events, words, from));
      if (from >= events.length) setFind({ hits, of: words });
      else channel.port2.postMessage(null);
    };
    channel.port1.onmessage = step;
    step();
    return () => channel.port1.close();
  }, [events, words]);
  return find;
}
