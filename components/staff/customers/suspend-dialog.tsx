"use client";

import Box from "@cloudscape-design/components/box";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import { SUSPENSION_REASONS, type SuspensionReason } from "#lib/staff/shared/staff-requests.ts";
import { ReasonField, useReason } from "./reason-field.tsx";

export interface SuspendCustomer {
  readonly customerId: string;
  readonly reason: SuspensionReason;
}

/** Suspends a customer for a selected reason. */
export function SuspendDialog(props: {
  visible: boolean;
  customerId: string;
  name: string;
  suspend: Action<SuspendCustomer, null>;
  onClose(): void;
  onDone(): void;
}) {
  const reason = useReason<SuspensionReason>();
  const action = useAction(props.suspend, () => {
    reason.clear();
    props.onClose();
    props.onDone();
  });
  return (
    <ActionDialog
      visible={props.visible}
      title={`Suspend ${props.name}?`}
      submitLabel="Suspend customer"
      action={action}
      fields={["reason"]}
      onClose={() => {
        reason.clear();
        props.onClose();
      }}
      onSubmit={() => {
        const chosen = reason.require();
        if (chosen !== null) void action.run({ customerId: props.customerId, reason: chosen });
      }}
    >
      <Box>
        Log access stops immediately in all sessions. Nobody receives an email about it: the customer’s members can still sign in and see
        that access is suspended, but not the reason. Nothing is deleted. You can resume the customer at any time.
      </Box>
      <ReasonField
        description="Only staff can read it."
        reasons={SUSPENSION_REASONS}
        reason={reason}
        errorText={action.failure?.fields?.["reason"]}
      />
    </ActionDialog>
  );
}

/** Ends a suspension. */
export function ResumeDialog(props: {
  visible: boolean;
  customerId: string;
  name: string;
  resume: Action<{ customerId: string }, null>;
  onClose(): void;
  onDone(): void;
}) {
  const action = useAction(props.resume, () => {
    props.onClose();
    props.onDone();
  });
  return (
    <ActionDialog
      visible={props.visible}
      title={`Resume ${props.name}?`}
      submitLabel="Resume customer"
      action={action}
      onClose={props.onClose}
      onSubmit={() => void action.run({ customerId: props.customerId })}
    >
      <Box>Log access resumes for connections that were verified in the last 24 hours. The other connections are verified first.</Box>
    </ActionDialog>
  );
}
