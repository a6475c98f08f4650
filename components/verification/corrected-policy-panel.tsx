"use client";

import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import { useState } from "react";
import type { ExpectedTrust } from "#lib/verification/shared/examine-trust-policy.ts";
import type { RunView } from "#lib/verification/shared/run-view.ts";
import { CorrectedPolicyPane, correctedPolicyOf, useExamination } from "./corrected-policy-pane.tsx";
import styles from "./corrected-policy-panel.module.css";
import { DoctorField } from "./doctor-field.tsx";
import { intruders } from "./probe-words.ts";
import { weaknessOfProbes } from "./weakness-of-probes.ts";

interface CorrectedPolicyPanelProps {
  readonly run: RunView;
  /** The policy to paste while nobody has shown the present one. */
  readonly trustPolicy: string;
  readonly wanted: ExpectedTrust;
}

/**
 * The policy as it is, with the doctor's findings once it is pasted, beside the policy to paste instead. The one copy
 * button is the page's primary while the role is open: whatever is pasted, it copies what stands beneath it.
 */
export function CorrectedPolicyPanel({ run, trustPolicy, wanted }: CorrectedPolicyPanelProps) {
  const [text, setText] = useState("");
  const examined = useExamination(text, wanted);
  const mended = correctedPolicyOf(examined?.examination ?? null) ?? { policy: trustPolicy, changes: [] };
  const sound = examined?.examination.kind === "examined" && examined.examination.verdict === "sound";
  return (
    <div className={styles["panes"]}>
      <div className={styles["pane"]}>
        <div className={styles["bar"]}>
          <h3>Current policy</h3>
          <Link href="#why">Why</Link>
        </div>
        <div className={styles["told"]}>
          <WhatGotIn run={run} />
          <DoctorField text={text} onText={setText} examined={examined} />
          {sound && <p>But AWS allowed a wrong call. Check that you pasted the current trust policy of the role that was verified.</p>}
        </div>
      </div>
      <CorrectedPolicyPane {...mended} of="page" />
    </div>
  );
}

function WhatGotIn({ run }: { readonly run: RunView }) {
  const labels = intruders(run.probes).map(({ label }) => label);
  return (
    <p>
      AWS allowed these probes but must deny them: <strong>{labels.join("; ")}</strong>. {weaknessOfProbes(run.probes).cause}
    </p>
  );
}

/** Where the link `Why` leads: the hole in plain words, and why it matters though the External ID is no secret. */
export function WhySection({ run }: { readonly run: RunView }) {
  const { harm } = weaknessOfProbes(run.probes);
  return (
    <div id="why" tabIndex={-1}>
      <Container header={<Header variant="h2">Why this matters</Header>}>
        <p style={{ marginBlock: 0 }}>{harm}</p>
        <p style={{ marginBlockEnd: 0 }}>
          The corrected policy requires two things: the caller is the portal’s own role, and the call contains exactly this connection’s
          External ID. The portal creates each External ID, nobody can choose it, and no two connections share one.
        </p>
      </Container>
    </div>
  );
}
