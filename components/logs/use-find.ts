import { useEffect, useState } from "react";
import type { LogEventView } from "#lib/logs/log-view.ts";
import { findInEvents, ROWS_PER_STEP } from "./find-in-events.ts";

export interface Find {
  readonly hits: readonly number[];
  /** Whether all that was loaded has been looked at. */
  readonly done: boolean;
}

const NOTHING: Find = { hits: [], done: true };

/** Looks for words in what was loaded, a step at a time with the page's own work between two, and again when more comes. */
export function useFind(events: readonly LogEventView[], words: string): Find {
  const [find, setFind] = useState(NOTHING);
  useEffect(() => {
    if (words === "") return setFind(NOTHING);
    const channel = new MessageChannel();
    const hits: number[] = [];
    let from = 0;
    channel.port1.onmessage = () => {
      hits.push(...findInEvents(events, words, from));
      from += ROWS_PER_STEP;
      const done = from >= events.length;
      if (done) setFind({ hits, done });
      else channel.port2.postMessage(null);
    };
    channel.port2.postMessage(null);
    return () => channel.port1.close();
  }, [events, words]);
  return find;
}
