import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useId, useState } from "react";
import { PolicyView } from "#components/code/policy-view.tsx";
import { PageHead } from "#components/frame/page-head.tsx";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { CopyableValue, LabeledText } from "#components/ui/copyable-value.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import { utcDay, utcMoment } from "#kernel/time/times-and-ages.ts";
import type { ConnectionDetail, RotationView } from "#lib/connections/shared/connection-view.ts";
import styles from "./rotation.module.css";
import { RotationSteps } from "./rotation-steps.tsx";

interface RotationPanelProps {
  readonly detail: ConnectionDetail;
  readonly rotation: RotationView;
  readonly busy: boolean;
  readonly cancel: Action<{ connectionId: string }, unknown>;
  readonly onVerify: () => void;
}

/** A rotation in progress, which takes minutes to days: its stage, both External IDs, and the step that only the owner can do. */
export function RotationPanel({ detail, rotation, busy, cancel, onVerify }: RotationPanelProps) {
  const [canceling, setCanceling] = useState(false);
  const pending = rotation.stage === "pending";
  const reads = detail.connection.status === "connected";
  const by = rotation.startedBy === null ? "partner staff" : rotation.startedBy;
  return (
    <Container
      header={
        <PageHead
          variant="h2"
          actions={pending && detail.mayAct && <Button onClick={() => setCanceling(true)}>Cancel rotation</Button>}
          description={`Started by ${by}, ${utcMoment(rotation.startedAt, "short")}. ${readingOf(rotation, reads)}`}
        >
          External ID rotation
        </PageHead>
      }
    >
      <div className={styles["panel"]}>
        <RotationSteps rotation={rotation} />
        <div className={styles["ids"]}>
          <Ids rotation={rotation} />
          <div className={styles["actions"]}>
            <Button
              variant={reads ? "primary" : "normal"}
              iconName="external"
              iconAlign="right"
              href={detail.stackUrl}
              target="_blank"
              rel="noreferrer"
            >
              Update the stack in AWS
            </Button>
            {detail.mayAct && (
              <Button loading={busy} loadingText="Verifying" onClick={onVerify}>
                Verify rotation
              </Button>
            )}
          </div>
          <p className={styles["note"]}>{noteOf(rotation)}</p>
          <Policies rotation={rotation} />
        </div>
      </div>
      {canceling && pending && (
        <CancelRotationDialog connectionId={detail.connection.id} cancel={cancel} onClose={() => setCanceling(false)} />
      )}
    </Container>
  );
}

function readingOf({ stage }: RotationView, reads: boolean): string {
  if (!reads) return "Log access is stopped until a verification succeeds.";
  return stage === "pending" ? "Log access continues with the current External ID." : "Log access uses the new External ID.";
}

function noteOf({ stage, mustBeDeniedBy }: RotationView): string {
  const how =
    "In CloudFormation, choose your stack, Update, Use existing template, and set the ExternalId parameter to the new External ID. The role ARN doesn’t change.";
  if (stage === "pending") return `${how} The portal also checks automatically, at first every minute.`;
  const until = mustBeDeniedBy === null ? "" : ` If the role still accepts it on ${utcDay(mustBeDeniedBy)}, log access stops.`;
  return `If your role accepts both External IDs, remove the previous one from its trust policy.${until}`;
}

function Ids({ rotation }: { readonly rotation: RotationView }) {
  const [newLabel, previousLabel] = [useId(), useId()];
  return (
    <>
      <div>
        <strong id={newLabel}>New External ID</strong>
        <div className={styles["block"]}>
          <CopyableValue value={rotation.newExternalId} labelId={newLabel} copyName="Copy new External ID" />
        </div>
      </div>
      <div>
        <strong id={previousLabel}>{rotation.stage === "pending" ? "Current External ID" : "Previous External ID"}</strong>
        <div className={styles["previous"]}>
          <LabeledText labelId={previousLabel} className="mono">
            {rotation.previousExternalId}
          </LabeledText>
        </div>
      </div>
    </>
  );
}

/** For roles that were not created by the portal's template: accept both IDs first, then only the new one. */
function Policies({ rotation }: { readonly rotation: RotationView }) {
  const both = rotation.stage === "pending";
  const policy = both ? rotation.trustPolicyForBoth : rotation.trustPolicyForNew;
  const title = both ? "Trust policy that accepts both External IDs" : "Trust policy that accepts only the new External ID";
  return (
    <ExpandableSection headerText="If you didn’t create the role with CloudFormation">
      <div className={styles["policyHead"]}>
        <span>{title}</span>
        <CopyButton text={policy} name="Copy trust policy">
          Copy
        </CopyButton>
      </div>
      <div className={styles["policy"]}>
        <PolicyView policy={policy} label={title} marks="conditions" />
      </div>
    </ExpandableSection>
  );
}

interface CancelRotationProps {
  readonly connectionId: string;
  readonly cancel: Action<{ connectionId: string }, unknown>;
  readonly onClose: () => void;
}

/** Confirms canceling a rotation, and explains what that means for a role that already accepts the new External ID. */
function CancelRotationDialog({ connectionId, cancel, onClose }: CancelRotationProps) {
  const action = useAction(cancel, onClose);
  return (
    <ActionDialog
      title="Cancel rotation?"
      submitLabel="Cancel rotation"
      loadingText="Canceling"
      cancelLabel="Keep rotation"
      action={action}
      onSubmit={() => void action.run({ connectionId })}
      onClose={onClose}
    >
      <SpaceBetween size="s">
        <span>The current External ID stays in use. The new External ID is retired permanently.</span>
        <span>
          If your role already accepts the new External ID, remove it from the trust policy first. A connection whose role accepts a retired
          External ID is quarantined.
        </span>
      </SpaceBetween>
    </ActionDialog>
  );
}
