"use client";

import Link from "@cloudscape-design/components/link";
import { useState } from "react";
import { allowedWrongProbes } from "#components/verification/probes/probe-words.ts";
import { weaknessOfProbes } from "#components/verification/probes/weakness-of-probes.ts";
import type { ExpectedTrust } from "#lib/verification/shared/examine-trust-policy.ts";
import type { RunView } from "#lib/verification/shared/run-view.ts";
import { CorrectedPolicyPane, correctedPolicyOf, useExamination } from "./corrected-policy-pane.tsx";
import styles from "./corrected-policy-panel.module.css";
import { DoctorField } from "./doctor-field.tsx";

interface CorrectedPolicyPanelProps {
  readonly run: RunView;
  /** The policy to paste until the user has pasted the current one. */
  readonly trustPolicy: string;
  readonly expected: ExpectedTrust;
}

/**
 * The current trust policy, with the doctor's findings once it is pasted, beside the corrected policy. The single copy
 * button is the page's primary button while the role is not secure, and copies the policy shown below it.
 */
export function CorrectedPolicyPanel({ run, trustPolicy, expected }: CorrectedPolicyPanelProps) {
  const [text, setText] = useState("");
  const examined = useExamination(text, expected);
  const corrected = correctedPolicyOf(examined?.examination ?? null) ?? { policy: trustPolicy, changes: [] };
  const sound = examined?.examination.kind === "examined" && examined.examination.verdict === "sound";
  return (
    <div className={styles["panes"]}>
      <div className={styles["pane"]}>
        <div className={styles["bar"]}>
          <h3>Current policy</h3>
          <Link href="#why">Why</Link>
        </div>
        <div className={styles["body"]}>
          <AllowedProbes run={run} />
          <DoctorField text={text} onText={setText} examined={examined} />
          {sound && (
            <p>
              This policy is secure, but AWS allowed a call that it must deny. Check that you pasted the current trust policy of the role
              that was verified.
            </p>
          )}
        </div>
      </div>
      <CorrectedPolicyPane {...corrected} source="page" />
    </div>
  );
}

function AllowedProbes({ run }: { readonly run: RunView }) {
  const labels = allowedWrongProbes(run.probes).map(({ label }) => label);
  return (
    <p>
      AWS allowed these probes but must deny them: <strong>{labels.join("; ")}</strong>. {weaknessOfProbes(run.probes).cause}
    </p>
  );
}
