"use client";

import { NativeDialog } from "#components/logs/native-dialog.tsx";
import styles from "./pattern-help.module.css";

const EXAMPLES: readonly (readonly [pattern: string, finds: string])[] = [
  ["timeout", "Events with this term (case-sensitive)"],
  ["ERROR payment", "Both terms, in any order"],
  ["?ERROR ?WARN", "Either term"],
  ["ERROR -retry", "The first term, without the second"],
  ['"GET /health"', "An exact phrase (required for punctuation)"],
  ["%user-[0-9]+%", "A regular expression"],
  ['{ $.level = "error" }', "A JSON field; * matches any characters"],
  ['{ $.status >= 500 && $.path != "/health" }', "Numeric comparison; combine with && or ||"],
  ['{ $.user.roles[0] = "admin" }', "A nested field, an array element"],
  ["{ $.error IS NULL || $.user NOT EXISTS }", "A field that is null, or doesn’t exist"],
];

/** The filter pattern syntax, with examples that can be inserted. */
export function PatternHelp({ onChoose, onClose }: { readonly onChoose: (pattern: string) => void; readonly onClose: () => void }) {
  return (
    <NativeDialog title="Filter syntax" wide className={styles["help"]} onClose={onClose}>
      <p>CloudWatch Logs filter patterns. Choose an example to use it.</p>
      <dl>
        {EXAMPLES.map(([pattern, finds]) => (
          <div key={pattern}>
            <dt>
              <button
                type="button"
                className={styles["example"]}
                onClick={(event) => {
                  onChoose(pattern);
                  event.currentTarget.closest("dialog")?.close();
                }}
              >
                {pattern}
              </button>
            </dt>
            <dd>{finds}</dd>
          </div>
        ))}
      </dl>
    </NativeDialog>
  );
}
