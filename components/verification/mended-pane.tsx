import { CopyButton } from "#components/messages/copy-button.tsx";
import styles from "./mend-panel.module.css";
import { PolicyView } from "./policy-view.tsx";

interface MendedPaneProps {
  readonly policy: string;
  /** What differs from the policy that was pasted, a sentence each. */
  readonly changes: readonly string[];
  /** The page's own answer, which is its primary; or the doctor's beside it, which is named apart. */
  readonly of: "page" | "doctor";
}

/** The policy to paste instead. */
export function MendedPane({ policy, changes, of }: MendedPaneProps) {
  return (
    <div className={styles["pane"]}>
      <div className={styles["bar"]}>
        <h3>Mended</h3>
        {of === "page" ? (
          <CopyButton text={policy} name="Copy mended policy" variant="primary">
            Copy mended policy
          </CopyButton>
        ) : (
          <CopyButton text={policy} name="Copy the checked policy, mended">
            Copy
          </CopyButton>
        )}
      </div>
      {changes.length > 0 && (
        <ul className={styles["changes"]} aria-label="What changed">
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      <PolicyView policy={policy} label={of === "page" ? "Mended trust policy" : "The checked policy, mended"} marks="conditions" />
    </div>
  );
}
