"use client";

import Box from "@cloudscape-design/components/box";
import { useState } from "react";
import { ConfirmModal } from "#components/ui/confirm-modal.tsx";
import { useAct } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import { SUSPENSION_REASONS, type SuspensionReason } from "#lib/staff/shared/suspension-view.ts";
import { ReasonField } from "./reason-field.tsx";

export interface SuspendCustomer {
  readonly customerId: string;
  readonly reason: SuspensionReason;
}

/** Suspends a customer for a selected reason. */
export function SuspendModal(props: {
  visible: boolean;
  customerId: string;
  name: string;
  suspend: Action<SuspendCustomer, null>;
  onClose(): void;
  onDone(): void;
}) {
  const [reason, setReason] = useState<SuspensionReason | null>(null);
  const [missing, setMissing] = useState(false);
  const act = useAct(props.suspend, () => {
    setReason(null);
    props.onClose();
    props.onDone();
  });
  const close = () => {
    act.clear();
    setMissing(false);
    props.onClose();
  };
  return (
    <ConfirmModal
      visible={props.visible}
      title={`Suspend ${props.name}?`}
      act="Suspend customer"
      pending={act.pending}
      failure={act.failure}
      onClose={close}
      onConfirm={() => {
        setMissing(reason === null);
        if (reason !== null) void act.run({ customerId: props.customerId, reason });
      }}
    >
      <Box>
        Log access stops immediately in all sessions. The customer’s people can still sign in and see that access is suspended. Nothing is
        deleted. You can resume the customer at any time.
      </Box>
      <ReasonField
        reasons={SUSPENSION_REASONS}
        chosen={reason}
        errorText={missing ? "Choose a reason. It is recorded in the audit log." : act.failure?.fields?.["reason"]}
        onChoose={(chosen) => {
          setMissing(false);
          setReason(chosen);
        }}
      />
    </ConfirmModal>
  );
}

/** Ends a suspension. */
export function ResumeModal(props: {
  visible: boolean;
  customerId: string;
  name: string;
  resume: Action<{ customerId: string }, null>;
  onClose(): void;
  onDone(): void;
}) {
  const act = useAct(props.resume, () => {
    props.onClose();
    props.onDone();
  });
  const close = () => {
    act.clear();
    props.onClose();
  };
  return (
    <ConfirmModal
      visible={props.visible}
      title={`Resume ${props.name}?`}
      act="Resume customer"
      pending={act.pending}
      failure={act.failure}
      onClose={close}
      onConfirm={() => void act.run({ customerId: props.customerId })}
    >
      <Box>Log access resumes for connections that were verified in the last 24 hours. The other connections are verified first.</Box>
    </ConfirmModal>
  );
}
