"use client";

import type { RefObject } from "react";
import styles from "./list-head.module.css";
import type { ReadingChoices } from "./use-reading-choices.ts";
import { visibleText } from "./visible-text.ts";

interface FindControl {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly words: string;
  /** Null while it is still being looked. */
  readonly hits: number | null;
  /** Which of the hits the person is at, from 1; 0 = none. */
  readonly hit: number;
  readonly onWords: (words: string) => void;
  readonly onHit: (step: 1 | -1) => void;
}

interface ListHeadProps {
  /** Whose events these are: the table of groups may show others just now. */
  readonly group: string | null;
  readonly order: "Newest first" | "Oldest first" | "Newest last";
  readonly streams: number;
  readonly find: FindControl;
  readonly choices: ReadingChoices;
  readonly onChoices: (change: Partial<ReadingChoices>) => void;
  readonly patterns: boolean;
  readonly onPatterns: () => void;
  readonly onKeys: () => void;
}

/** What stands above the rows: their order, a find box for what is loaded, and how they are shown. */
export function ListHead({ group, order, streams, find, choices, onChoices, patterns, onPatterns, onKeys }: ListHeadProps) {
  const { field, words, hits, hit, onWords, onHit } = find;
  return (
    <div className={styles["head"]}>
      <span className={styles["order"]}>
        <strong>{order}</strong>
        {streams > 0 && ` · one flow over ${streams} ${streams === 1 ? "stream" : "streams"}`}
        {group !== null && ` of ${visibleText(group, true)}`}
      </span>
      <span className={styles["find"]}>
        <input
          ref={field}
          type="search"
          aria-label="Find in the loaded events"
          placeholder="Find"
          value={words}
          onChange={(event) => onWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            onHit(event.shiftKey ? -1 : 1);
          }}
        />
        <span aria-live="polite" className={styles["count"]}>
          {words !== "" && hitsText(hits, hit)}
        </span>
        <button type="button" aria-label="Previous hit" disabled={!hits} onClick={() => onHit(-1)}>
          <Chevron up />
        </button>
        <button type="button" aria-label="Next hit" disabled={!hits} onClick={() => onHit(1)}>
          <Chevron />
        </button>
      </span>
      <button type="button" aria-pressed={patterns} onClick={onPatterns}>
        Patterns
      </button>
      <button type="button" aria-pressed={choices.wrap} onClick={() => onChoices({ wrap: !choices.wrap })}>
        Wrap
      </button>
      <button type="button" aria-pressed={choices.dense} onClick={() => onChoices({ dense: !choices.dense })}>
        Dense
      </button>
      <button type="button" className={styles["keys"]} onClick={onKeys}>
        Keys
      </button>
    </div>
  );
}

function hitsText(hits: number | null, hit: number): string {
  if (hits === null) return "…";
  if (hits === 0) return "none";
  return hit > 0 ? `${hit} of ${hits}` : `${hits} found`;
}

function Chevron({ up = false }: { readonly up?: boolean }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      <path d={up ? "M2 9.5 7 4.5l5 5" : "M2 4.5l5 5 5-5"} fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}
