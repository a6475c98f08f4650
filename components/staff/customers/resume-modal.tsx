"use client";

import Box from "@cloudscape-design/components/box";
import { ConfirmModal } from "#components/ui/confirm-modal.tsx";
import { useAct } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";

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
