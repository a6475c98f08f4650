import { type RefObject, startTransition, useEffect, useRef, useState } from "react";
import styles from "#components/logs/events/list-head.module.css";
import type { MergedEvent } from "#components/logs/search/log-search-state.ts";
import { countText } from "#components/ui/count-text.ts";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";
import { createFinder, type Finder, hitBeside, ROWS_PER_STEP } from "./find-in-events.ts";

interface FindBoxProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly events: readonly MergedEvent[];
  /** The active row. */
  readonly active: number;
  readonly onHit: (row: number) => void;
  /** Called with the words once their matches are known, to highlight them in the rows. */
  readonly onMark: (words: string) => void;
}

/** Finds words in the loaded events. The input and the count are local state, so that typing does not render the rows again. */
export function FindBox({ field, events, active, onHit, onMark }: FindBoxProps) {
  const [words, setWords] = useState("");
  const { hits, words: searched } = useFind(events, words);
  // Updates the count first; the highlights in the rows follow with low priority.
  useEffect(() => startTransition(() => onMark(searched)), [searched, onMark]);
  const toHit = (step: 1 | -1) => {
    const hit = hitBeside(hits, active, step);
    if (hit !== null) onHit(hit);
  };
  const count = searched === words ? hits.length : null;
  return (
    <span className={styles["find"]}>
      <input
        ref={field}
        type="search"
        aria-label="Find in loaded events"
        placeholder="Find"
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          toHit(event.shiftKey ? -1 : 1);
        }}
      />
      <button type="button" aria-label="Previous match" disabled={!count} onClick={() => toHit(-1)}>
        <Chevron up />
      </button>
      <button type="button" aria-label="Next match" disabled={!count} onClick={() => toHit(1)}>
        <Chevron />
      </button>
      <span aria-live="polite" className={styles["count"]}>
        {words !== "" && positionText(count, hits.indexOf(active) + 1)}
      </span>
    </span>
  );
}

/** The number of matches (null while searching) and the position of the active one (from 1; 0 for none). */
function positionText(hits: number | null, hit: number): string {
  if (hits === null) return "…";
  if (hits === 0) return "no matches";
  return hit > 0 ? `${hit} of ${hits}` : countText(hits, "match", "matches");
}

function Chevron({ up = false }: { readonly up?: boolean }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <path d={up ? "M2 9.5 7 4.5l5 5" : "M2 4.5l5 5 5-5"} fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}

export interface Find {
  readonly hits: readonly number[];
  /** The words that `hits` belong to. While they differ from the typed ones, the search is in progress. */
  readonly words: string;
}

const NOTHING: Find = { hits: [], words: "" };

/** Milliseconds of one step, after which the page can handle other work. A small list is searched in one step. */
const STEP_MS = 12;

/** Searches the loaded events in steps, so that the page stays responsive, and again when more events arrive. */
function useFind(events: readonly LogEventView[], words: string): Find {
  const [find, setFind] = useState(NOTHING);
  const finderRef = useRef<Finder>(null);
  useEffect(() => {
    if (words === "") return setFind(NOTHING);
    finderRef.current ??= createFinder();
    const finder = finderRef.current;
    const channel = new MessageChannel();
    const hits: number[] = [];
    let from = 0;
    const step = () => {
      const until = performance.now() + STEP_MS;
      for (; from < events.length && performance.now() < until; from += ROWS_PER_STEP) hits.push(...finder.find(events, words, from));
      if (from >= events.length) setFind({ hits, words });
      else channel.port2.postMessage(null);
    };
    channel.port1.onmessage = step;
    step();
    return () => channel.port1.close();
  }, [events, words]);
  return find;
}
