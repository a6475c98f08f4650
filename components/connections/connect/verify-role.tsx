"use client";

import type { InputProps } from "@cloudscape-design/components/input";
import type { Ref } from "react";
import { ProbeList } from "#components/verification/probes/probe-list.tsx";
import type { RunProgress } from "#components/verification/progress/use-run.ts";
import { CompareList, WaitingPanel } from "#components/verification/progress/waiting-panel.tsx";
import { CorrectedPolicyPanel } from "#components/verification/trust-policy/corrected-policy-panel.tsx";
import type { ConnectView } from "#lib/connections/shared/connection-view.ts";
import styles from "./connect.module.css";
import { NumberedStep } from "./connect-steps.tsx";
import type { RoleWay } from "./create-role/create-role.tsx";
import { RoleArnForm } from "./role-arn-form.tsx";

interface VerifyRoleProps {
  readonly view: ConnectView;
  /** How the role is created, which decides the hint that says where to find its ARN. */
  readonly way: RoleWay;
  readonly progress: RunProgress;
  readonly renderedAt: number;
  readonly busy: boolean;
  readonly roleArn: string;
  readonly error: string | null;
  readonly field: Ref<InputProps.Ref>;
  readonly onRoleArn: (value: string) => void;
  readonly onVerify: () => void;
}

const WHERE: Readonly<Record<RoleWay, string>> = {
  "one-click": "The RoleArn value on the Outputs tab of the stack.",
  template: "The RoleArn value on the Outputs tab of the stack.",
  terraform: "The Terraform output role_arn.",
  "aws-cli": "The last line of the command output.",
  console: "The ARN at the top of the role’s page in IAM.",
};

/** Step 3. The field keeps its position and its text in every state of the verification. */
export function VerifyRole(props: VerifyRoleProps) {
  const { view, progress, roleArn, busy } = props;
  const rejected = progress.kind === "closed" && progress.run.verdict === "not-secure" ? progress.run : null;
  const refused = progress.kind === "closed" && progress.run.verdict === "access-denied";
  return (
    <NumberedStep number={3} title={rejected === null ? "Verify the role" : "Fix the trust policy"} state={stateOf(roleArn, progress)}>
      {rejected !== null && (
        <div className={styles["fix"]}>
          <p className={styles["note"]}>
            In IAM, choose <strong>Roles</strong>, your role, <strong>Trust relationships</strong>, <strong>Edit trust policy</strong>, and
            paste the corrected policy. A stack update doesn’t help: CloudFormation doesn’t detect manual changes to the role. The External
            ID doesn’t change.
          </p>
          <CorrectedPolicyPanel run={rejected} trustPolicy={view.trustPolicy} expected={view.expectedTrust} />
        </div>
      )}
      <RoleArnForm
        value={roleArn}
        error={props.error}
        hint={isKept(view, progress) ? "If the role isn’t verified within one hour, the portal deletes this ARN." : WHERE[props.way]}
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
            Each call that AWS must deny has a session policy that denies everything. If AWS allows such a call, its credentials have no
            permissions, and the portal discards them immediately.
          </p>
        </div>
      )}
      {progress.kind === "waiting" && (
        <div className={styles["answers"]}>
          <WaitingPanel
            run={progress.run}
            waiting={progress.waiting}
            partnerAccountIds={view.partnerAccountIds}
            renderedAt={props.renderedAt}
          />
        </div>
      )}
      {refused && (
        <div className={styles["answers"]}>
          <h3>What to check</h3>
          <CompareList partnerAccountIds={view.partnerAccountIds} />
        </div>
      )}
    </NumberedStep>
  );
}

/**
 * Whether the portal stores the ARN, encrypted, for a later verification: while a run is in progress or retried, and
 * after an inconclusive first run. With any other verdict it is not stored.
 */
function isKept({ connection }: ConnectView, progress: RunProgress): boolean {
  if (progress.kind === "idle" || progress.kind === "failed") return false;
  return progress.kind !== "closed" || (connection.verifiedAt === null && progress.run.verdict === "inconclusive");
}

function stateOf(roleArn: string, progress: RunProgress): "now" | "later" {
  return roleArn === "" && progress.kind === "idle" ? "later" : "now";
}
