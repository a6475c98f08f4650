import { useEffect, useRef, useState } from "react";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";
import { countPatterns, type LogPatterns } from "./log-patterns.ts";

/** Lines that one step looks at; the page does its own work between two. */
const LINES_PER_STEP = 1500;
const NONE: LogPatterns = { counted: 0, patterns: [], others: 0 };

/** The patterns of what is loaded, while somebody looks at them. `list` is another one whenever another search began. */
export function usePatterns(events: readonly LogEventView[], list: unknown, wanted: boolean): LogPatterns {
  const [found, setFound] = useState(NONE);
  const kept = useRef({ list, counter: countPatterns() });
  useEffect(() => {
    if (!wanted) return;
    if (kept.current.list !== list) kept.current = { list, counter: countPatterns() };
    const { counter } = kept.current;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      if (counter.add(events, LINES_PER_STEP)) setFound(counter.patterns());
      else channel.port2.postMessage(null);
    };
    channel.port2.postMessage(null);
    return () => channel.port1.close();
  }, [events, list, wanted]);
  return found;
}
