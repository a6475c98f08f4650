import { utcDay } from "#kernel/utc-time.ts";
import type { RunView } from "#lib/verification/shared/run-view.ts";
import styles from "./overview.module.css";
import { type RunKind, runKind, stripSentence } from "./run-words.ts";

const BARS = 56;
const LEGEND: readonly [RunKind, string][] = [
  ["secure", "Connected"],
  ["silent", "Inconclusive"],
  ["refused", "Access denied"],
  ["open", "Not secure"],
];

/** One bar a check, the newest at the right. The sentence above it says the same in words. */
export function VerificationStrip({ runs }: { readonly runs: readonly RunView[] }) {
  const over = runs.filter(({ finishedAt }) => finishedAt !== null).slice(0, BARS);
  const oldest = over.at(-1);
  if (oldest === undefined) return <p className={styles["sentence"]}>No verification has finished yet.</p>;
  const since = utcDay(oldest.startedAt);
  return (
    <>
      <p className={styles["sentence"]}>{stripSentence(over, since)}</p>
      <div aria-hidden="true">
        <div className={styles["bars"]}>
          {Array.from({ length: Math.max(0, Math.min(BARS, 28) - over.length) }, (_, n) => (
            <span key={`none-${n}`} className={styles["noCheck"]} />
          ))}
          {over.toReversed().map((run) => (
            <span key={run.id} className={styles[runKind(run)]} />
          ))}
        </div>
        <div className={styles["legend"]}>
          <span>{since}</span>
          <span>
            {LEGEND.map(([kind, text]) => (
              <span key={kind} className={styles["key"]}>
                <span className={styles[kind]} /> {text}
              </span>
            ))}
          </span>
          <span>Now</span>
        </div>
      </div>
    </>
  );
}
