"use client";

import FormField from "@cloudscape-design/components/form-field";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Textarea from "@cloudscape-design/components/textarea";
import type { Examination } from "#lib/verification/shared/examine-trust-policy.ts";
import styles from "./doctor-panel.module.css";
import { examinationWords, markedLines } from "./examination-words.ts";

interface DoctorFieldProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Findings for the text as of the last pause in typing; null while there is nothing to report. */
  readonly examined: { readonly text: string; readonly examination: Examination } | null;
}

/**
 * The field for a trust policy, followed by each line that has a weakness. The policy is parsed only in the browser and
 * never sent.
 */
export function DoctorField({ text, onText, examined }: DoctorFieldProps) {
  return (
    <div className={styles["doctor"]}>
      <FormField
        label="Trust policy"
        description="In IAM, open the role and copy the policy from the Trust relationships tab. It is analyzed in your browser and not sent anywhere."
        stretch
      >
        <Textarea value={text} rows={8} spellcheck={false} placeholder="{ … }" onChange={({ detail }) => onText(detail.value)} />
      </FormField>
      <div aria-live="polite">{examined !== null && <Findings {...examined} />}</div>
    </div>
  );
}

function Findings({ text, examination }: { readonly text: string; readonly examination: Examination }) {
  const { tone, title } = examinationWords(examination);
  const note = examination.kind === "examined" ? examination.note : null;
  return (
    <>
      <StatusIndicator type={tone}>{title}</StatusIndicator>
      {note !== null && <p className={styles["note"]}>{note}</p>}
      <ul className={styles["findings"]} aria-label="Findings">
        {markedLines(text, examination).map((line, index) => (
          <li key={index} className={line.tone === "warning" ? styles["warning"] : ""}>
            <div className={styles["line"]}>
              <span className={styles["number"]}>Line {line.number}</span>
              <code>{line.text}</code>
            </div>
            <p>{line.sentence}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
