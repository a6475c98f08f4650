import type { ReactNode } from "react";
import { Gates, type GatesState, type Tone } from "#components/gates/gates.tsx";
import { utcTime } from "#kernel/time/times-and-ages.ts";
import type { ProbeView, RunView, WaitingView } from "#lib/verification/shared/run-view.ts";
import styles from "./result.module.css";
import type { RunProgress } from "./use-run.ts";

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

/** The texts and icon of the result region. `title` starts with the result's name; the last sentence says what happens next. */
export interface ResultOnScreen {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly warning: string | null;
  readonly tone: Tone;
  readonly gates: GatesState;
}

/** The texts of the result region for each state of a verification, or null while there is nothing to say. Pure. */
export function resultWords(progress: RunProgress): ResultOnScreen | null {
  switch (progress.kind) {
    case "idle":
      return null;
    case "starting":
      return inProgress("Waiting for AWS: planning the probes", FIRST, "unknown");
    case "probing":
      return whileProbing(progress.run.probes);
    case "waiting":
      return whileWaiting(progress.run, progress.waiting);
    case "closed":
      return ofClosed(progress.run);
    case "failed":
      return progress.failure === null && progress.field === null ? notVerified("the verification did not finish", progress.message) : null;
    case "lost":
      return notVerified(
        "the network connection to the portal was lost",
        "The verification continues without this page. Reload the page to see the result.",
      );
  }
}

const FIRST = "The portal calls AssumeRole on your role, first with the correct External ID.";
const THEN = "AWS allowed the call with the correct External ID. The portal now sends wrong External IDs, and AWS must deny each one.";

function whileProbing(probes: readonly ProbeView[]): ResultOnScreen {
  const answered = probes.filter(({ got }) => got !== null).length;
  const opened = probes.some(({ expected, got }) => expected === "allowed" && got === "allowed");
  const title = `Waiting for AWS: ${answered} of ${probes.length} probes done`;
  return inProgress(title, opened ? THEN : FIRST, opened ? "opened" : "unknown");
}

function whileWaiting(run: RunView, waiting: WaitingView): ResultOnScreen {
  const stored = run.words?.word === "Waiting for AWS" ? run.words : null;
  const usual = "This is normal for a new role: AWS needs 10 to 30 seconds, rarely a minute, to make it available everywhere.";
  const until = `The portal retries until ${utcTime(waiting.until)}.`;
  return {
    title: stored?.title ?? "Waiting for AWS: the portal can’t assume the role yet",
    sentences: stored?.sentences ?? [usual, until],
    warning: null,
    tone: "info",
    gates: "unknown",
  };
}

function ofClosed(run: RunView): ResultOnScreen {
  const { words } = run;
  if (words === null) return notVerified("the verification did not finish", "Nothing was changed. Verify again.");
  const { title, sentences, warning } = words;
  // Complete texts already contain the warning, so it is not added again.
  const isInSentences = warning !== null && sentences.some((sentence) => sentence.includes(warning));
  const texts = { title, sentences, warning: isInSentences ? null : warning };
  switch (words.word) {
    case "Connected":
      return { ...texts, tone: warning === null ? "good" : "warn", gates: "connected" };
    case "Not secure":
      return { ...texts, tone: "bad", gates: "rejected" };
    case "Access denied":
      return { ...texts, tone: "bad", gates: "refused" };
    case "Inconclusive":
      return { ...texts, tone: "warn", gates: run.probes[0]?.got === "allowed" ? "opened" : "unknown" };
    case "Waiting for AWS":
      return { ...texts, tone: "info", gates: "unknown" };
  }
}

function inProgress(title: string, sentence: string, gates: GatesState): ResultOnScreen {
  return { title, sentences: [sentence], warning: null, tone: "info", gates };
}

function notVerified(clause: string, sentence: string): ResultOnScreen {
  return { title: `Inconclusive: ${clause}`, sentences: [sentence], warning: null, tone: "warn", gates: "unknown" };
}
