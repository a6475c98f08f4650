import { useEffect, useMemo, useState } from "react";
import { PolicyView } from "#components/code/policy-view.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { type Examination, type ExpectedTrust, examineTrustPolicy } from "#lib/verification/shared/examine-trust-policy.ts";
import styles from "./corrected-policy-panel.module.css";

interface CorrectedPolicyPaneProps {
  readonly policy: string;
  /** Each difference from the pasted policy, as a sentence. */
  readonly changes: readonly string[];
  /**
   * `page`: the page's own corrected policy, with a primary button. `doctor`: the doctor's, shown beside it under
   * another name.
   */
  readonly source: "page" | "doctor";
}

/** The corrected trust policy with its copy button. */
export function CorrectedPolicyPane({ policy, changes, source }: CorrectedPolicyPaneProps) {
  return (
    <div className={styles["pane"]}>
      <div className={styles["bar"]}>
        <h3>Corrected policy</h3>
        {source === "page" ? (
          <CopyButton text={policy} name="Copy corrected policy" variant="primary">
            Copy corrected policy
          </CopyButton>
        ) : (
          <CopyButton text={policy} name="Copy correction of the pasted policy">
            Copy
          </CopyButton>
        )}
      </div>
      {changes.length > 0 && (
        <ul className={styles["changes"]} aria-label="Changes">
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      <PolicyView
        policy={policy}
        label={source === "page" ? "Corrected trust policy" : "Correction of the pasted policy"}
        marks="conditions"
      />
    </div>
  );
}

export interface CorrectedPolicy {
  readonly policy: string;
  readonly changes: readonly string[];
}

/** The corrected version of the examined policy; null when the policy is secure or could not be read. */
export function correctedPolicyOf(examination: Examination | null): CorrectedPolicy | null {
  if (examination === null || examination.kind === "unreadable" || examination.verdict === "sound") return null;
  return { policy: examination.corrected, changes: examination.changes };
}

/** Milliseconds. Long enough that a policy typed manually is not reported as invalid after each key. */
const DEBOUNCE_MS = 300;

/** What the doctor finds in a text after typing has paused; null while there is nothing to report. */
export function useExamination(text: string, expected: ExpectedTrust): { readonly text: string; readonly examination: Examination } | null {
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  // The page passes new arrays on each render, so compare their contents.
  const key = JSON.stringify(expected);
  return useMemo(() => {
    if (settled.trim() === "") return null;
    return { text: settled, examination: examineTrustPolicy(settled, JSON.parse(key) as ExpectedTrust) };
  }, [settled, key]);
}
