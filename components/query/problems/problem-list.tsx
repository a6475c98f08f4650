"use client";

import type { FoundProblem, QuickFix } from "./find-problems.ts";
import styles from "./problem-list.module.css";

interface ProblemListProps {
  readonly problems: readonly FoundProblem[];
  readonly onFix: (fix: QuickFix) => void;
}

/** More would push the result out of sight: the next ones come when these are corrected. */
const MOST_SHOWN = 3;

/**
 * Below the editor: what is probably wrong in its query, and what corrects it. Of a place that was rejected only the correction is
 * here, because the page says the rest.
 */
export function ProblemList({ problems, onFix }: ProblemListProps) {
  const listed = problems.filter(({ rejected, fix }) => !rejected || fix !== null);
  if (listed.length === 0) return null;
  return (
    <ul className={styles["list"]} aria-label="Problems in the query">
      {listed.slice(0, MOST_SHOWN).map(({ from, sentence, fix, rejected }) => (
        <li key={from} className={rejected ? styles["rejected"] : ""}>
          <span>{sentence ?? "The query was rejected here."}</span>
          {fix !== null && (
            <button type="button" onClick={() => onFix(fix)}>
              {fix.name}
            </button>
          )}
        </li>
      ))}
      <li className={styles["keys"]} aria-hidden="true">
        F8 next problem{listed.some(({ fix }) => fix !== null) && " · Alt+Enter corrects it"}
      </li>
    </ul>
  );
}
