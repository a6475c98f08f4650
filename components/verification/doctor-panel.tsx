"use client";

import { useState } from "react";
import type { ExpectedTrust } from "#lib/verification/shared/examine-trust-policy.ts";
import { CorrectedPolicyPane, correctedPolicyOf, useExamination } from "./corrected-policy-pane.tsx";
import { DoctorField } from "./doctor-field.tsx";
import styles from "./doctor-panel.module.css";

/** The trust-policy doctor by itself: paste a policy, and read what is wrong with it and what to paste instead. */
export function DoctorPanel(wanted: ExpectedTrust) {
  const [text, setText] = useState("");
  const examined = useExamination(text, wanted);
  const mended = correctedPolicyOf(examined?.examination ?? null);
  return (
    <div className={styles["doctor"]}>
      <DoctorField text={text} onText={setText} examined={examined} />
      {mended !== null && <CorrectedPolicyPane {...mended} of="doctor" />}
    </div>
  );
}

/** Long enough that a policy typed by hand is not called broken at every key. */
