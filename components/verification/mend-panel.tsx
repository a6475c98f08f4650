import Link from "@cloudscape-design/components/link";
import { CopyButton } from "#components/messages/copy-button.tsx";
import type { RunView } from "#lib/verification/run-view.ts";
import { holeWords } from "./hole-words.ts";
import styles from "./mend-panel.module.css";
import { PolicyView } from "./policy-view.tsx";
import { intruders } from "./probe-words.ts";

/** What got in and what to paste instead. The copy button is the page's one primary while the role is open. */
export function MendPanel({
  run,
  trustPolicy,
  primary,
}: {
  readonly run: RunView;
  readonly trustPolicy: string;
  readonly primary: boolean;
}) {
  return (
    <div className={styles["panes"]}>
      <div className={styles["pane"]}>
        <div className={styles["bar"]}>
          <h3>What got in</h3>
          <Link href="#why">Why</Link>
        </div>
        <div className={styles["told"]}>
          <ul>
            {intruders(run.probes).map((probe) => (
              <li key={probe.n}>
                <strong>{probe.label}</strong> opened your role. It must be refused.
              </li>
            ))}
          </ul>
          <p>{holeWords(run.probes).cause}</p>
        </div>
      </div>
      <div className={styles["pane"]}>
        <div className={styles["bar"]}>
          <h3>Mended</h3>
          <CopyButton text={trustPolicy} name="Copy mended policy" variant={primary ? "primary" : "normal"}>
            Copy mended policy
          </CopyButton>
        </div>
        <PolicyView policy={trustPolicy} label="Mended trust policy" marks="conditions" />
      </div>
    </div>
  );
}
