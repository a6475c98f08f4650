"use client";

import { useState } from "react";
import type { ExpectedTrust } from "#lib/verification/shared/examine-trust-policy.ts";
import { CorrectedPolicyPane, correctedPolicyOf, useExamination } from "./corrected-policy-pane.tsx";
import { DoctorField } from "./doctor-field.tsx";
import styles from "./doctor-panel.module.css";

/** The trust-policy doctor on its own: paste a policy, see what is wrong with it and get the corrected policy. */
export function DoctorPanel(expected: ExpectedTrust) {
  const [text, setText] = useState("");
  const examined = useExamination(text, expected);
  const corrected = correctedPolicyOf(examined?.examination ?? null);
  return (
    <div className={styles["doctor"]}>
      <DoctorField text={text} onText={setText} examined={examined} />
      {corrected !== null && <CorrectedPolicyPane {...corrected} source="doctor" />}
    </div>
  );
}
