import { useEffect, useRef, useState } from "react";
import { attempt } from "#components/ui/attempt.ts";
import type { PaletteAnswer } from "#kernel/palette/palette-view.ts";
import type { Failure } from "#kernel/result.ts";
import type { FindInPortal } from "./palette-provider.tsx";
import { recentPlaces } from "./recent-places.ts";

const PAUSE_MS = 150;

/** What the palette knows about a text. `answer` is that of an earlier text until the new one is there. */
export interface PaletteSearch {
  readonly answer: PaletteAnswer | null;
  readonly searching: boolean;
  readonly failure: Failure | null;
  /** The text that `answer` is about. */
  readonly answered: string | null;
  retry(): void;
}

/** Searches as a person types: after a pause, one search at a time, and only the newest answer counts. */
export function usePaletteSearch(find: FindInPortal, whose: string, text: string): PaletteSearch {
  const [state, setState] = useState<Omit<PaletteSearch, "retry">>({ answer: null, searching: true, failure: null, answered: null });
  const [attempts, setAttempts] = useState(0);
  const newest = useRef(0);
  const wanted = text.trim();
  useEffect(() => {
    newest.current += 1;
    const mine = newest.current;
    setState((before) => ({ ...before, searching: true, failure: null }));
    const search = async () => {
      const result = await attempt(() => find({ text: wanted, recent: wanted === "" ? [...recentPlaces(whose)] : [] }));
      if (mine !== newest.current) return;
      setState(
        result.ok
          ? { answer: result.value, searching: false, failure: null, answered: wanted }
          : { answer: null, searching: false, failure: result, answered: wanted },
      );
    };
    const timer = setTimeout(() => void search(), wanted === "" ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [find, whose, wanted, attempts]);
  return { ...state, retry: () => setAttempts((count) => count + 1) };
}
