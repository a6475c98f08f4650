import { CopyButton } from "#components/ui/copy-button.tsx";
import styles from "./corrected-policy-panel.module.css";
import { PolicyView } from "./policy-view.tsx";

interface CorrectedPolicyPaneProps {
  readonly policy: string;
  /** What differs from the policy that was pasted, a sentence each. */
  readonly changes: readonly string[];
  /** The page's own answer, which is its primary; or the doctor's beside it, which is named apart. */
  readonly of: "page" | "doctor";
}

/** The policy to paste instead. */
export function CorrectedPolicyPane({ policy, changes, of }: CorrectedPolicyPaneProps) {
  return (
    <div className={styles["pane"]}>
      <div className={styles["bar"]}>
        <h3>Corrected policy</h3>
        {of === "page" ? (
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
      <PolicyView policy={policy} label={of === "page" ? "Corrected trust policy" : "Correction of the pasted policy"} marks="conditions" />
    </div>
  );
}
