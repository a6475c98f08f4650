"use client";

import type { InputProps } from "@cloudscape-design/components/input";
import type { Ref } from "react";
import { CompareList } from "#components/verification/compare-list.tsx";
import { MendPanel } from "#components/verification/mend-panel.tsx";
import { ProbeList } from "#components/verification/probe-list.tsx";
import type { RunProgress } from "#components/verification/run-progress.ts";
import { WaitingPanel } from "#components/verification/waiting-panel.tsx";
import type { ConnectView } from "#lib/connections/connection-view.ts";
import styles from "./connect.module.css";
import type { RoleWay } from "./create-role.tsx";
import { NumberedStep } from "./numbered-step.tsx";
import { RoleArnForm } from "./role-arn-form.tsx";

interface ProveItProps {
  readonly view: ConnectView;
  /** How the role is being made: that says where its ARN is found. */
  readonly way: RoleWay;
  readonly progress: RunProgress;
  readonly drawnAt: number;
  readonly busy: boolean;
  readonly roleArn: string;
  readonly error: string | null;
  readonly field: Ref<InputProps.Ref>;
  readonly onRoleArn: (value: string) => void;
  readonly onVerify: () => void;
}

const WHERE: Readonly<Record<RoleWay, string>> = {
  "one-click": "In the stack’s Outputs tab, as RoleArn",
  template: "In the stack’s Outputs tab, as RoleArn",
  terraform: "Terraform’s output role_arn",
  "aws-cli": "The last line that the commands print",
  "by-hand": "At the top of the role’s page in IAM",
};

/** Step 3. The field keeps its place and its text through every state; what surrounds it follows the proof. */
export function ProveIt(props: ProveItProps) {
  const { view, progress, roleArn, busy } = props;
  const rejected = progress.kind === "closed" && progress.run.verdict === "insecure" ? progress.run : null;
  const refused = progress.kind === "closed" && progress.run.verdict === "refused";
  return (
    <NumberedStep number={3} title={rejected === null ? "Prove it" : "Mend the trust policy"} state={stateOf(roleArn, progress)}>
      {rejected !== null && (
        <div className={styles["mend"]}>
          <p className={styles["note"]}>
            In IAM open <strong>Roles</strong>, your role, <strong>Trust relationships</strong>, <strong>Edit</strong>, and paste the mended
            policy. Updating the stack does not help: CloudFormation doesn’t see changes made by hand. The External ID stays the same.
          </p>
          <MendPanel run={rejected} trustPolicy={view.trustPolicy} wanted={view.wantedTrust} />
        </div>
      )}
      <RoleArnForm
        value={roleArn}
        error={props.error}
        hint={isKept(view, progress) ? "Kept for an hour at most, until it is proven" : WHERE[props.way]}
        busy={busy}
        disabled={!view.mayAct}
        primary={roleArn !== "" && !busy && rejected === null && progress.kind !== "waiting"}
        field={props.field}
        onChange={props.onRoleArn}
        onVerify={props.onVerify}
      />
      {progress.kind === "probing" && (
        <div className={styles["answers"]}>
          <ProbeList probes={progress.run.probes} over={false} />
          <p className={styles["note"]}>
            A probe that gets in by mistake holds no power: it is sent with a deny-all session policy and its credentials are dropped at
            once.
          </p>
        </div>
      )}
      {progress.kind === "waiting" && (
        <div className={styles["answers"]}>
          <WaitingPanel run={progress.run} waiting={progress.waiting} partnerAccountIds={view.partnerAccountIds} drawnAt={props.drawnAt} />
        </div>
      )}
      {refused && (
        <div className={styles["answers"]}>
          <h3>What to compare</h3>
          <CompareList partnerAccountIds={view.partnerAccountIds} />
        </div>
      )}
    </NumberedStep>
  );
}

/** Whether the ARN waits, sealed, for its proof: while a new role is tried, and until its last try. What was judged otherwise is not stored. */
function isKept({ connection }: ConnectView, progress: RunProgress): boolean {
  if (progress.kind === "idle" || progress.kind === "failed") return false;
  return progress.kind !== "closed" || (connection.provedAt === null && progress.run.verdict === "inconclusive");
}

function stateOf(roleArn: string, progress: RunProgress): "now" | "later" {
  return roleArn === "" && progress.kind === "idle" ? "later" : "now";
}
