"use client";

import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";
import { type ReactNode, useState } from "react";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import { SUSPENSION_REASONS, type SuspensionReason } from "#lib/staff/shared/staff-requests.ts";
import { ReasonField, useReason } from "./reason-field.tsx";

export interface SuspendCustomer {
  readonly customerId: string;
  readonly reason: SuspensionReason;
  readonly note?: string;
}

export interface ResumeCustomer {
  readonly customerId: string;
  readonly reason: string;
}

/** Suspends a customer for a selected reason, with a note where that does not say enough. */
export function SuspendDialog(props: {
  visible: boolean;
  customerId: string;
  name: string;
  suspend: Action<SuspendCustomer, null>;
  onClose(): void;
  onDone(): void;
}) {
  const reason = useReason<SuspensionReason>();
  const [note, setNote] = useState("");
  const action = useAction(props.suspend, () => {
    reason.clear();
    setNote("");
    props.onClose();
    props.onDone();
  });
  return (
    <ActionDialog
      visible={props.visible}
      title={`Suspend ${props.name}?`}
      submitLabel="Suspend customer"
      action={action}
      fields={["reason", "note"]}
      onClose={() => {
        reason.clear();
        setNote("");
        props.onClose();
      }}
      onSubmit={() => {
        const chosen = reason.require();
        if (chosen === null) return;
        void action.run({ customerId: props.customerId, reason: chosen, ...(note.trim() !== "" && { note }) });
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
      <WhyField
        label={
          <span>
            Note <i>- optional, unless the reason is “Other”</i>
          </span>
        }
        text={note}
        errorText={action.failure?.fields?.["note"]}
        onChange={setNote}
      />
    </ActionDialog>
  );
}

/** Why, in a person's own words. */
function WhyField(props: {
  readonly label: ReactNode;
  readonly text: string;
  readonly errorText: string | undefined;
  onChange(text: string): void;
}) {
  return (
    <FormField label={props.label} description="Saved with the customer’s notes, which only staff can read." errorText={props.errorText}>
      <Textarea rows={2} value={props.text} onChange={({ detail }) => props.onChange(detail.value)} />
    </FormField>
  );
}

/** Ends a suspension, for a reason. */
export function ResumeDialog(props: {
  visible: boolean;
  customerId: string;
  name: string;
  resume: Action<ResumeCustomer, null>;
  onClose(): void;
  onDone(): void;
}) {
  const [why, setWhy] = useState("");
  const action = useAction(props.resume, () => {
    setWhy("");
    props.onClose();
    props.onDone();
  });
  return (
    <ActionDialog
      visible={props.visible}
      title={`Resume ${props.name}?`}
      submitLabel="Resume customer"
      action={action}
      fields={["reason"]}
      onClose={() => {
        setWhy("");
        props.onClose();
      }}
      onSubmit={() => void action.run({ customerId: props.customerId, reason: why })}
    >
      <Box>
        Log access resumes for connections with a successful verification in the last 24 hours. The other connections are verified first.
      </Box>
      <WhyField label="Reason" text={why} errorText={action.failure?.fields?.["reason"]} onChange={setWhy} />
    </ActionDialog>
  );
}
