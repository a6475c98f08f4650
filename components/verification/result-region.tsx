import type { ReactNode } from "react";
import { Gates } from "#components/gates/gates.tsx";
import styles from "./result.module.css";
import { type ResultOnScreen, resultWords } from "./result-words.ts";
import type { RunProgress } from "./run-progress.ts";

/**
 * The verdict, first word first. A screen reader hears the result as it changes; while probes come in, the count is
 * spoken at each third answer only (`spokenTitle`), and the visible one is kept from it.
 */
export function ResultRegion(props: {
  readonly result: ResultOnScreen | null;
  readonly spokenTitle?: string | undefined;
  readonly actions?: ReactNode;
  /** False for a state that stands rather than happens: it is read in its place and not announced. */
  readonly live?: boolean;
}) {
  const { result, spokenTitle, actions, live = true } = props;
  if (result === null) return null;
  const quietly = spokenTitle !== undefined && spokenTitle !== result.title;
  return (
    <div className={`${styles["region"]} ${styles[result.tone]}`}>
      <Gates state={result.gates} tone={result.tone} />
      <div {...(live ? { role: "status" } : {})} className={styles["words"]}>
        <h2 className={styles["title"]}>
          <span aria-hidden={quietly}>{result.title}</span>
          {quietly && <span className="unseen"> {spokenTitle}</span>}
        </h2>
        {result.sentences.length > 0 && <p>{result.sentences.join(" ")}</p>}
        {result.warning !== null && <p className={styles["warning"]}>{result.warning}</p>}
      </div>
      {actions !== undefined && <div className={styles["actions"]}>{actions}</div>}
    </div>
  );
}

/** The result region for a proof wherever it stands. Renders nothing before anything was asked. */
export function RunRegion({ progress, actions }: { readonly progress: RunProgress; readonly actions?: ReactNode }) {
  return <ResultRegion result={resultWords(progress)} spokenTitle={spokenTitle(progress)} actions={actions} />;
}

/** Each third answer is spoken, not every one. */
function spokenTitle(progress: RunProgress): string | undefined {
  if (progress.kind !== "probing") return undefined;
  const { probes } = progress.run;
  const answered = probes.filter(({ got }) => got !== null).length;
  return `${answered - (answered % 3)} of ${probes.length} probes done`;
}
