import type { ReactNode } from "react";
import { Gates } from "#components/gates/gates.tsx";
import styles from "./result.module.css";
import { type ResultOnScreen, resultWords } from "./result-words.ts";
import type { RunProgress } from "./run-progress.ts";

/**
 * The result of a verification. A screen reader announces it when it changes. While probes are in progress, only every
 * third result is announced (`spokenTitle`), and the visible count is hidden from the screen reader.
 */
export function ResultRegion(props: {
  readonly result: ResultOnScreen | null;
  readonly spokenTitle?: string | undefined;
  readonly actions?: ReactNode;
  /** False for a state that already existed when the page was loaded: it is not announced. */
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
          {quietly && <span className="visually-hidden"> {spokenTitle}</span>}
        </h2>
        {result.sentences.length > 0 && <p>{result.sentences.join(" ")}</p>}
        {result.warning !== null && <p className={styles["warning"]}>{result.warning}</p>}
      </div>
      {actions !== undefined && <div className={styles["actions"]}>{actions}</div>}
    </div>
  );
}

/** The result region of a verification. Renders nothing before a verification was started. */
export function RunRegion({ progress, actions }: { readonly progress: RunProgress; readonly actions?: ReactNode }) {
  return <ResultRegion result={resultWords(progress)} spokenTitle={spokenTitle(progress)} actions={actions} />;
}

/** Announces only every third result. */
function spokenTitle(progress: RunProgress): string | undefined {
  if (progress.kind !== "probing") return undefined;
  const { probes } = progress.run;
  const answered = probes.filter(({ got }) => got !== null).length;
  return `${answered - (answered % 3)} of ${probes.length} probes done`;
}
