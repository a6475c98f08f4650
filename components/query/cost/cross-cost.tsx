"use client";

import type { TimeRange } from "#components/logs/time/time-range.ts";
import styles from "./cost.module.css";
import { crossCostWords } from "./cross-estimate.ts";
import { type EstimatedPlace, useCrossEstimates } from "./use-cross-estimates.ts";

interface CrossCostProps {
  readonly places: readonly EstimatedPlace[];
  readonly range: TimeRange;
  readonly text: string;
  /** Estimates again when this changes: queries that ended make the next estimate narrower. */
  readonly after: string;
}

/** What a run in all connections would probably scan and cost, beside the button that runs it. */
export function CrossCost({ places, range, text, after }: CrossCostProps) {
  const state = useCrossEstimates(places, range, after);
  const words = state.kind === "known" ? crossCostWords(state.places, text) : null;
  return (
    // Always there, so that a screen reader tells each change of it.
    <p className={styles["cost"]} aria-live="polite">
      {words === null ? (
        <span className={styles["detail"]}>{state.kind === "none" ? "Choose a log group to see the cost" : "Estimating the cost…"}</span>
      ) : (
        <>
          <strong>{words.headline}</strong>
          {[words.detail, ...words.missing].filter(Boolean).map((line) => (
            <span key={line} className={styles["detail"]}>
              {line}
            </span>
          ))}
        </>
      )}
    </p>
  );
}
