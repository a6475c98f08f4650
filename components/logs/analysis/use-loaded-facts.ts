import { useMemo, useRef } from "react";
import type { FlowEvent, Span } from "#components/logs/search/log-search-state.ts";
import { countLoaded, type LoadedFacts } from "./loaded-facts.ts";

/** The facts of what a search has loaded so far. Events only ever come to the end, so each is counted once. */
export function useLoadedFacts({ events, span }: { readonly events: readonly FlowEvent[]; readonly span: Span }): LoadedFacts {
  const kept = useRef({ span, counter: countLoaded(span) });
  return useMemo(() => {
    if (kept.current.span !== span) kept.current = { span, counter: countLoaded(span) };
    kept.current.counter.add(events);
    return kept.current.counter.facts();
  }, [events, span]);
}
