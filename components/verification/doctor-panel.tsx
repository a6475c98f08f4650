"use client";

import FormField from "@cloudscape-design/components/form-field";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { CopyButton } from "#components/messages/copy-button.tsx";
import type { Examination, Wanted } from "#lib/verification/examine-trust-policy-view.ts";
import styles from "./doctor-panel.module.css";
import { examinationWords, markedLines } from "./examination-words.ts";
import { PolicyView } from "./policy-view.tsx";
import { useExamination } from "./use-examination.ts";

/**
 * The trust-policy doctor: paste a policy, and each line with a hole is named as one types, with the policy to paste
 * instead. It is read in the browser alone and sent nowhere.
 */
export function DoctorPanel(wanted: Wanted) {
  const [text, setText] = useState("");
  const examined = useExamination(text, wanted);
  return (
    <div className={styles["doctor"]}>
      <FormField
        label="Trust policy"
        description="In IAM, open the role and copy what stands under Trust relationships. It is read here in your browser and sent nowhere."
        stretch
      >
        <Textarea value={text} rows={8} spellcheck={false} placeholder="{ … }" onChange={({ detail }) => setText(detail.value)} />
      </FormField>
      <div aria-live="polite">{examined !== null && <Findings {...examined} />}</div>
      {examined?.examination.kind === "examined" && examined.examination.verdict !== "sound" && (
        <Mended examination={examined.examination} />
      )}
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
      <ul className={styles["findings"]} aria-label="What the doctor found">
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

function Mended({ examination }: { readonly examination: Extract<Examination, { kind: "examined" }> }) {
  return (
    <div className={styles["mended"]}>
      <div className={styles["bar"]}>
        <h3>Mended</h3>
        <CopyButton text={examination.mended} name="Copy mended policy">
          Copy mended policy
        </CopyButton>
      </div>
      <ul className={styles["changes"]}>
        {examination.changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      <PolicyView policy={examination.mended} label="The doctor’s mended policy" marks="conditions" />
    </div>
  );
}
