"use client";

import { useEffect, useRef } from "react";
import styles from "./keys-sheet.module.css";

const EXAMPLES: readonly (readonly [pattern: string, finds: string])[] = [
  ["timeout", "events with this word; case counts"],
  ["ERROR payment", "both words, in any order"],
  ["?ERROR ?WARN", "one word or the other"],
  ["ERROR -retry", "one word and not the other"],
  ['"GET /health"', "a phrase; punctuation needs the quotes"],
  ["%user-[0-9]+%", "a regular expression"],
  ['{ $.level = "error" }', "a JSON field; * stands for any characters"],
  ['{ $.status >= 500 && $.path != "/health" }', "numbers compared, tests joined by && or ||"],
  ['{ $.user.roles[0] = "admin" }', "a field inside another, a place in a list"],
  ["{ $.error IS NULL || $.user NOT EXISTS }", "a field that is null, or not there"],
];

/** What a filter pattern can say, by examples that can be taken. */
export function PatternHelp({ onTake, onClose }: { readonly onTake: (pattern: string) => void; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className={`${styles["sheet"]} ${styles["wide"]}`} aria-labelledby="pattern-help" onClose={onClose}>
      <h2 id="pattern-help">What a search can say</h2>
      <p>CloudWatch’s own filter patterns. Choose one to begin with it.</p>
      <dl>
        {EXAMPLES.map(([pattern, finds]) => (
          <div key={pattern}>
            <dt>
              <button
                type="button"
                className={styles["example"]}
                onClick={() => {
                  onTake(pattern);
                  dialog.current?.close();
                }}
              >
                {pattern}
              </button>
            </dt>
            <dd>{finds}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
